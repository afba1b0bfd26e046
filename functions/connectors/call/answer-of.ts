import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action } from '#flows/connectors/define-connector.ts';
import { outputMisfit } from '#flows/connectors/fitting.ts';
import type { Json } from '#flows/language/json.ts';
import { failure, inWords } from '#flows/text/failure.ts';
import { persist } from '#functions/aws/persist.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { hideSecrets, type Redact } from '#functions/middleware/redact.ts';
import type { EffectEnd } from '#functions/store/effect.ts';
import { keepWholeOutput, wholeOutput } from '#functions/store/whole-output.ts';
import { type CarriedOutput, carriedOutput, type FlowTexts } from './carried-output.ts';
import { TaskFailure } from './task-error.ts';

interface Place {
  payload: TaskPayload;
  texts: FlowTexts;
  action: Action;
  redact: Redact;
  /** Milliseconds since 1970. */
  answerBy: number;
}

/**
 * What of an action's output goes on and is recorded: secrets hidden, small enough; a shape that differs from the schema
 * is only a warning. The call was made, so whatever AWS refuses here is asked for again until `answerBy`, and a failure
 * has a code that no step is tried again for.
 */
export async function answerOf(
  output: Json,
  place: Place,
): Promise<Pick<EffectEnd, 'whole' | 'warning'> & { output: Json }> {
  const { payload, action, redact } = place;
  const value = hideSecrets(output, redact);
  const problem = outputMisfit(action.output, value);
  const warning = problem && { warning: `Unexpected answer: ${inWords(problem, 'en')}`.slice(0, 2000) };
  const { output: carried, whole: text } = await carriedPart(value, place);
  if (text === undefined) return { output: carried, ...warning };
  const whole = wholeOutput(text);
  try {
    await persist(() => keepWholeOutput(payload.run, whole, text), untilAnswered(place));
  } catch (error) {
    // The flow goes on without it: what is shown is its beginning.
    logLine('ERROR', 'unkept', { run: payload.run, path: payload.path, reason: (error as Error).message });
  }
  return { output: carried, whole, ...warning };
}

async function carriedPart(value: Json, place: Place): Promise<CarriedOutput> {
  const { payload, texts } = place;
  try {
    return await persist(() => carriedOutput(value, JSON.stringify(value), payload, texts), untilAnswered(place));
  } catch (error) {
    const told = error instanceof ConnectorError ? error.failure : failure('Internal', { id: 'answerNotCarried' });
    throw new TaskFailure({ ...told, code: 'AnswerTooLarge' }, payload.step, undefined);
  }
}

function untilAnswered({ answerBy }: Place) {
  return { until: answerBy - 1000, isPassing: (error: unknown) => !(error instanceof ConnectorError) };
}
