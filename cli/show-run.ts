import type { z } from 'zod';
import type { runDetail } from '#functions/contract/runs.ts';
import type { Api } from './api.ts';
import type { Output } from './output.ts';
import { workspaceClock } from './workspace-clock.ts';

/** A run with its steps as the API answers it. */
export type RunDetail = z.output<typeof runDetail>;

/** Prints a run: its steps one below the other for people, the run itself as JSON. */
export async function showRun(run: RunDetail, api: Api, output: Output): Promise<void> {
  const { id, flow, version, status, startedAt, endedAt, steps, error, ...rest } = run;
  output.result({ id, flow, version, status, startedAt, endedAt, steps, error, ...rest });
  if (output.json) return;
  const { tell } = await workspaceClock(api);
  output.line(`${id}  ${output.word(status)}`);
  output.say('runOf', { flow, version, startedAt: tell(startedAt) });
  if (endedAt)
    output.say('runEnded', { endedAt: tell(endedAt), milliseconds: Date.parse(endedAt) - Date.parse(startedAt) });
  output.table(
    steps.map((step) => [
      `  ${step.path}`,
      output.word(step.status),
      step.attempts > 1 ? output.word('attempts', { count: step.attempts }) : '',
      step.error ? `${step.error.code}: ${step.error.message}` : '',
    ]),
  );
  if (error) output.line(`${error.code}: ${error.message}`);
  if (error?.help) output.line(`    ${error.help}`);
}
