import { statSync } from 'node:fs';
import { playFolder } from './play-folder.ts';

/**
 * Plays executions and definitions recorded on AWS against the engine: `npm run -s conformance -- DIR...`. Names what
 * differs, with the first difference, and what is skipped, with the rule. Fails when a case does.
 */
const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Say which folders of recorded cases to play: npm run -s conformance -- DIR...');
  process.exit(2);
}
const missing = folders.filter((folder) => !statSync(folder, { throwIfNoEntry: false })?.isDirectory());
if (missing.length > 0) {
  console.error(`There is no such folder: ${missing.join(', ')}`);
  process.exit(2);
}

const played = (await Promise.all(folders.map(playFolder))).flat();
const count = (outcome: string) => played.filter(({ verdict }) => verdict.outcome === outcome).length;
for (const { name, verdict } of played) {
  if (verdict.outcome !== 'passed') console.log(`${verdict.outcome} ${name}: ${verdict.why}`);
  if (verdict.causeDiffers !== undefined) console.log(`other cause ${name}: ${verdict.causeDiffers}`);
}
const causes = played.filter(({ verdict }) => verdict.causeDiffers !== undefined).length;
console.log(`${causes} with another text as cause`);
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
process.exitCode = count('failed') > 0 ? 1 : 0;
