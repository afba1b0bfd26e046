import { scopeOf } from '#flows/engine/scope.ts';
import type { Cursor, Outcome } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs } from '#flows/engine/template.ts';
import type { FailState } from '../definition/machine.ts';

/** Fail ends its scope with the error and cause it names. */
export async function enterFail(cursor: Cursor, state: FailState): Promise<Outcome> {
  const scope = scopeOf(cursor);
  const error = state.error && (await evaluateAs<string>(state.error, scope, 'string', 'Error'));
  const cause = state.cause && (await evaluateAs<string>(state.cause, scope, 'string', 'Cause'));
  return { end: new StateFailure(error, cause) };
}
