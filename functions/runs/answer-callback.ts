import { randomUUID } from 'node:crypto';
import type { Json } from '#flows/language/json.ts';
import { answerStep, callbackAnswered, getAwaited } from '#functions/store/awaited-step.ts';
import { putFollowUp, removeFollowUp } from '#functions/store/follow-up.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { transact } from '#functions/store/table/table.ts';
import { answerToken } from './answer-token.ts';

/** `closed`: the run has ended or waits no longer. */
export type CallbackOutcome = 'answered' | 'already' | 'closed';

/**
 * Hands an answer to the step of a run that waits for it, or keeps it for the step when that does not wait as yet; only
 * the first counts. `now` in milliseconds since 1970.
 */
export async function answerCallback(run: string, path: string, output: Json, now: number): Promise<CallbackOutcome> {
  const at = new Date(now).toISOString();
  // One answer differs from another.
  const id = `${run}#${path}#${randomUUID()}`;
  const step = path.split('/').at(-1) ?? path;
  const waiting = await getAwaited(run, path);
  if (!waiting) {
    try {
      await transact(callbackAnswered({ run, path, step, operation: 'wait callback', input: null }, output, id, now));
      return 'answered';
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      return error.index === 0 ? 'closed' : answerCallback(run, path, output, now);
    }
  }
  // Whoever answers may die before the machine is told: then the sweeper tells it.
  const stands = await answerStep({ run, path, startedAt: waiting.startedAt }, { output }, id, at, [
    putFollowUp(id, at),
  ]);
  if (stands?.mine) await tellCallback(id);
  if (stands?.mine) return 'answered';
  return stands && 'output' in stands.answer ? 'already' : 'closed';
}

/** Whether what is to be followed up is the answer of a step, not the end of a run. */
export function isCallback(followUp: string): boolean {
  return followUp.includes('#');
}

/** Tells the machine what its step was answered, as the follow-up of that name says; doing it again changes nothing. */
export async function tellCallback(followUp: string): Promise<void> {
  const [run = '', path = ''] = followUp.split('#');
  const waiting = await getAwaited(run, path);
  const at = waiting?.startedAt ?? '';
  const stands = waiting && (await answerStep({ run, path, startedAt: at }, { output: null }, followUp, at));
  if (stands && waiting.taskToken !== undefined)
    await answerToken(waiting.taskToken, path.split('/').at(-1) ?? path, stands.answer);
  await removeFollowUp(followUp);
}
