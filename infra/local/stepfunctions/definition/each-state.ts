import type { Json, JsonObject } from '#flows/language/json.ts';

/** Every state of a definition, and where it stands, those inside of states too; what is no state is passed over. */
export function* eachState(scope: Json | undefined, location = ''): Generator<[state: JsonObject, location: string]> {
  if (!isObject(scope) || !isObject(scope.States)) return;
  for (const [name, state] of Object.entries(scope.States)) {
    const path = `${location}/States/${name}`;
    if (!isObject(state)) continue;
    yield [state, path];
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    for (const [index, branch] of branches.entries()) yield* eachState(branch, `${path}/Branches[${index}]`);
    yield* eachState(state.ItemProcessor, `${path}/ItemProcessor`);
    yield* eachState(state.Iterator, `${path}/Iterator`);
  }
}

/** Whether a value is an object and no list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
