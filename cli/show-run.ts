import type { z } from 'zod';
import type { Client } from '#functions/contract/client.ts';
import type { runDetail } from '#functions/contract/runs.ts';
import type { Output } from './output.ts';
import { workspaceClock } from './workspace-clock.ts';

/** A run with its steps as the API answers it. */
export type RunDetail = z.output<typeof runDetail>;

type Rounds = NonNullable<RunDetail['steps'][number]['rounds']>;

/** Failed rounds of a loop that are named. */
const namedRounds = 10;

/** Prints a run: its steps one below the other for people, the run itself as JSON. */
export async function showRun(run: RunDetail, api: Client, output: Output): Promise<void> {
  const { id, flow, version, status, startedAt, endedAt, steps, error, ...rest } = run;
  output.result({ id, flow, version, status, startedAt, endedAt, steps, error, ...rest });
  if (output.json) return;
  const { tell } = await workspaceClock(api);
  output.line(`${id}  ${output.word(status)}`);
  output.say('runOf', { flow, version, startedAt: tell(startedAt) });
  if (endedAt)
    output.say('runEnded', { endedAt: tell(endedAt), milliseconds: Date.parse(endedAt) - Date.parse(startedAt) });
  output.table(steps.map((step) => stepRow(step, output)));
  for (const step of steps) if (step.rounds) sayRounds(id, step.path, step.rounds, output);
  if (run.notice) output.line(run.notice);
  if (error) output.line(`${error.code}: ${error.message}`);
  if (error?.help) output.line(`    ${error.help}`);
}

/** A step as a row of a table: where, how it ended, how many attempts, why it failed. */
export function stepRow({ path, status, attempts, error }: RunDetail['steps'][number], output: Output): string[] {
  return [
    `  ${path}`,
    output.word(status),
    attempts > 1 ? output.word('attempts', { count: attempts }) : '',
    error ? `${error.code}: ${error.message}` : '',
  ];
}

/** How many rounds a loop has, how many of them failed and are shown, and how to see the others. */
function sayRounds(run: string, path: string, { count, shown, failed }: Rounds, output: Output): void {
  const number = new Intl.NumberFormat(output.language);
  output.say('roundsOf', {
    path,
    count: number.format(count),
    failed: number.format(failed?.count ?? 0),
    shown: number.format(shown),
  });
  // Rounds are counted from 1 for people, as in the console.
  const first = failed?.first[0] ?? 0;
  if (failed && failed.first.length > 0) {
    const named = failed.first.slice(0, namedRounds).map((round) => round + 1);
    output.say('roundsFailed', { rounds: named.join(', ') + (failed.count > named.length ? ', …' : '') });
  }
  output.say('roundsSee', { run, path, from: first + 1 });
}
