import type { z } from 'zod';
import type { runDetail } from '#functions/contract/runs.ts';
import type { Output } from './output.ts';

/** A run with its steps as the API answers it. */
export type RunDetail = z.output<typeof runDetail>;

/** Prints a run: its steps one below the other for people, the run itself as JSON. */
export function showRun(run: RunDetail, output: Output): void {
  const { id, flow, version, status, startedAt, endedAt, steps, error, ...rest } = run;
  output.result({ id, flow, version, status, startedAt, endedAt, steps, error, ...rest });
  output.line(`${id}  ${output.word(status)}`);
  output.say('runOf', { flow, version, startedAt });
  if (endedAt) output.say('runEnded', { endedAt, milliseconds: Date.parse(endedAt) - Date.parse(startedAt) });
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
