import { z } from 'zod';
import type { Value } from '#flows/language/flow.ts';
import { constantOf } from '../text/value-text.ts';
import { checkInputs } from './check-inputs.ts';
import { checkValue, type Where } from './check-value.ts';
import type { Checking } from './checking.ts';

/** What a webhook's caller is answered, when the output of a `stop` has a status. */
const answer = z.strictObject({
  status: z.int().min(200).max(599),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
});

/** Checks the output of a `stop`, which is also the answer of a flow whose caller waits for it. */
export function checkAnswer(checking: Checking, output: Value, where: Where): void {
  const { trigger } = checking.flow;
  const respond = trigger.with.entries.find(({ key }) => key === 'respond')?.value;
  const waits = respond !== undefined && constantOf(respond) === 'finished';
  const answers = output.kind === 'object' && output.entries.some(({ key }) => key === 'status');
  if (waits && answers) checkInputs(checking, output, answer, where);
  else checkValue(checking, output, where);
}
