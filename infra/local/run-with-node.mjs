import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The first major version that runs .ts files and node:sqlite as they are used here. */
const oldest = 24;

/**
 * Runs a module of TypeScript with a Node that can: this one, else the one that package.json pins, as a child that gets
 * this one's arguments, streams and signals. Without either it says so in a sentence and ends with code 1.
 */
export async function runWithNode(path) {
  if (major(process.versions.node) >= oldest) return import(pathToFileURL(path).href);
  const pinned = findPinned();
  if (pinned === undefined) return refuse();
  const child = spawn(pinned, [path, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

function major(version) {
  return Number(version.split('.')[0]);
}

/** The `node` package is optional: there is none for some platforms, nor after an install without scripts. */
function findPinned() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function refuse() {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const language = (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const texts = JSON.parse(readFileSync(new URL(`../../flows/text/${language}/cli.json`, import.meta.url), 'utf8'));
  console.error(texts.nodeTooOld.replace('{oldest}', oldest).replace('{version}', process.versions.node));
  process.exitCode = 1;
}
