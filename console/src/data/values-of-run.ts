import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Answer } from '../api/client.ts';
import type { KnownValue } from './data-scope.ts';

type Run = Pick<Answer<'getRun'>, 'id' | 'startedAt' | 'input' | 'steps'>;

/**
 * What the variables of a flow were in a run: `trigger`, `run` and the outputs of its steps; of a step in a loop, the
 * first that is known.
 */
export function valuesOfRun({ id, startedAt, input, steps }: Run): Map<string, KnownValue> {
  const event = { trigger: input as Json, run: { id, startedAt, eventAt: startedAt } satisfies JsonObject };
  const found = new Map<string, KnownValue>();
  for (const [name, value] of Object.entries(event)) found.set(name, { value, from: 'run' });
  for (const step of steps) {
    if (step.output === undefined || found.has(step.id)) continue;
    found.set(step.id, { value: step.output as Json, from: 'run' });
  }
  return found;
}
