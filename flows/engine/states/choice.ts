import { scopeOf } from '#flows/engine/scope.ts';
import type { Cursor, Outcome } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs } from '#flows/engine/template.ts';
import type { ChoiceState } from '../definition/machine.ts';

/** Choice takes the first rule whose condition is true, else its default. */
export async function enterChoice(cursor: Cursor, state: ChoiceState): Promise<Outcome> {
  const scope = scopeOf(cursor);
  for (const [index, rule] of state.rules.entries()) {
    const field = `Choices[${index}]/Condition`;
    if (await evaluateAs<boolean>(rule.condition, scope, 'boolean', field)) {
      cursor.session.watch?.(cursor, 'RuleChosen', { rule: index });
      return { leave: rule.leave };
    }
  }
  if (state.otherwise) return { leave: state.otherwise };
  // The error that AWS's documentation names, States.NoChoiceMatched, is not the one that it gives.
  const cause = 'Failed to transition out of the state. The state does not point to a next state.';
  throw new StateFailure('States.Runtime', cause);
}
