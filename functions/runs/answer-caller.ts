import { failure, failureText } from '#flows/text/failure.ts';
import { answerStep, type StepAnswer } from '#functions/store/awaited-step.ts';
import type { Run } from '#functions/store/run.ts';
import { answerToken } from './answer-token.ts';

/** Tells the step that waits for this run how the run ended; doing it again changes nothing. */
export async function answerCaller(run: Run): Promise<void> {
  const { caller } = run;
  if (!caller) return;
  const stands = await answerStep(caller, answerOf(run), run.id, run.endedAt ?? run.startedAt);
  if (stands) await answerToken(caller.token, caller.step, stands.answer);
}

function answerOf({ id, flow, status, output, error }: Run): StepAnswer {
  if (status === 'succeeded') return { output: { run: id, output: output ?? null } };
  if (!error) {
    const code = status === 'timedOut' ? 'Timeout' : 'Stopped';
    return { error: failure(code, { id: 'calledStopped', params: { flow } }) };
  }
  const reason = { en: failureText(error, 'en'), zh: failureText(error, 'zh') };
  return { error: failure(error.code, { id: 'calledFailed', params: { flow, reason } }) };
}
