import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AslCase, playAslCase } from './asl-case.ts';
import { type DefinitionCase, playDefinitionCase } from './definition-case.ts';
import { playScheduleCase, type ScheduleCase } from './schedule-case.ts';
import { playTestStateCase, type TestStateCase } from './test-state-case.ts';
import type { Verdict } from './verdict.ts';

/** How a case is played, by the name of the folder it lies in. */
const players: Record<string, (recorded: unknown) => Verdict | Promise<Verdict>> = {
  asl: (recorded) => playAslCase(recorded as AslCase),
  'asl-valid': (recorded) => playDefinitionCase(recorded as DefinitionCase),
  'asl-invalid': (recorded) => playDefinitionCase(recorded as DefinitionCase),
  'test-state': (recorded) => playTestStateCase(recorded as TestStateCase),
  schedule: (recorded) => playScheduleCase(recorded as ScheduleCase),
};

/** Plays every case below a folder, in the order of their names; folders of other names are left alone. */
export async function playFolder(folder: string): Promise<{ name: string; verdict: Verdict }[]> {
  const played: { name: string; verdict: Verdict }[] = [];
  for (const file of filesBelow(folder)) {
    const set = basename(dirname(file));
    const play = players[set];
    if (!play) continue;
    const verdict = await play(JSON.parse(readFileSync(file, 'utf8')));
    played.push({ name: `${set}/${basename(file, '.json')}`, verdict });
  }
  return played;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return name === 'unverified' ? [] : filesBelow(path);
      return name.endsWith('.json') ? [path] : [];
    });
}
