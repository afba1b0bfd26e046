import { DefinitionError } from '#flows/engine/definition/definition-error.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { Json } from '#flows/language/json.ts';

export const pass = { Type: 'Pass', End: true };
export const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };

/** A machine in JSONata of one state, `a`. */
export const one = (state: Json, more = {}): Json => ({
  QueryLanguage: 'JSONata',
  StartAt: 'a',
  States: { a: state },
  ...more,
});

/** What is wrong with a definition, as `place: message`. */
export function problemsOf(definition: Json): string[] {
  try {
    parseMachine(definition);
    return [];
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.problems.map(({ message, location }) => `${location}: ${message}`);
  }
}
