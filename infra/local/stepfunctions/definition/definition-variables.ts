import type { JsonObject } from '#flows/language/json.ts';
import { scopesOf } from './definition-graph.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Variables that a branch or loop assigns although a scope around it does: it could only read them. */
export function diagnoseVariables(scope: JsonObject, location = '', outer: string[] = []): Diagnostic[] {
  const states = Object.entries(scope.States as Record<string, JsonObject>).map(
    ([name, state]): [JsonObject, string] => [state, `${location}/States/${name}`],
  );
  const assigned = states.flatMap(([state, path]) => assignments(state, path));
  const repeated = assigned
    .filter(({ name }) => outer.includes(name))
    .map(({ name, path }) => ({
      code: 'DUPLICATE_VARIABLE_NAME',
      message: `The variable name '${name}' was already defined in a parent scope.`,
      location: `${path}/Assign/${name}`,
    }));
  const all = [...outer, ...assigned.map(({ name }) => name)];
  const inner = states
    .flatMap(([state, path]) => scopesOf(state, path))
    .flatMap(([body, path]) => diagnoseVariables(body, path, all));
  return [...repeated, ...inner];
}

function assignments(state: JsonObject, location: string): { name: string; path: string }[] {
  const own = Object.keys((state.Assign ?? {}) as JsonObject).map((name) => ({ name, path: location }));
  const inside = ['Choices', 'Catch'].flatMap((list) =>
    ((state[list] ?? []) as JsonObject[]).flatMap((member, index) =>
      assignments({ Assign: member.Assign ?? {} }, `${location}/${list}[${index}]`),
    ),
  );
  return [...own, ...inside];
}
