import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { trialRun } from './trial-run.ts';

/** What a step answers in a dry run: a value, a failure (`retryAfter` in seconds), or nothing until its time is over. */
export type TrialAnswer =
  | { output: Json }
  | { error: ConnectorErrorClass; message?: string; retryAfter?: number }
  | { silent: true };

/** Where the answer of a step came from. */
export type AnswerSource = 'chosen' | 'pinned' | 'sample';

/** What is known of the answers before a dry run. */
export interface KnownAnswers {
  /**
   * Chosen by the person, by path or id of a step: one answer for every call, or a list for the first, second, ... call,
   * the last one repeated.
   */
  chosen: Readonly<Record<string, TrialAnswer | readonly TrialAnswer[]>>;
  /** Outputs that stand for those of a step, by its id. */
  pins: Readonly<Record<string, Json>>;
  catalogue: Catalogue;
}

/** The `count`th answer (from zero on) to what a task of a step asks. */
export function answerOf(
  payload: JsonObject,
  count: number,
  { chosen, pins, catalogue }: KnownAnswers,
): { answer: TrialAnswer; source: AnswerSource } {
  const { path, step } = payload as { path: string; step: string };
  const name = [path, step].find((each) => Object.hasOwn(chosen, each));
  if (name !== undefined) {
    const known = [chosen[name]!].flat() as TrialAnswer[];
    return { answer: known[count] ?? known.at(-1) ?? { silent: true }, source: 'chosen' };
  }
  if (Object.hasOwn(pins, step)) return { answer: { output: pins[step]! }, source: 'pinned' };
  return { answer: { output: sampleOf(payload, catalogue) }, source: 'sample' };
}

/** What usually comes of a task: the sample of its operation or of the event it waits for. */
function sampleOf({ operation, input }: JsonObject, catalogue: Catalogue): Json {
  switch (operation) {
    case 'core.call':
      return { run: trialRun, output: {} };
    case 'core.callback':
      return {};
    case 'core.wait':
      return operationOf(catalogue, String((input as JsonObject).event), 'triggers')?.sample ?? {};
    default:
      return operationOf(catalogue, String(operation), 'actions')?.sample ?? {};
  }
}
