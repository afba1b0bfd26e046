import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';

/** Every state of a definition, where it stands, and its name, those inside of states too; what is no state is passed over. */
export function* eachState(
  scope: Json | undefined,
  location = '',
): Generator<[state: JsonObject, location: string, name: string]> {
  if (!isObject(scope) || !isObject(scope.States)) return;
  for (const [name, state] of Object.entries(scope.States)) {
    const path = `${location}/States/${name}`;
    if (!isObject(state)) continue;
    yield [state, path, name];
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    for (const [index, branch] of branches.entries()) yield* eachState(branch, `${path}/Branches[${index}]`);
    yield* eachState(state.ItemProcessor, `${path}/ItemProcessor`);
    yield* eachState(state.Iterator, `${path}/Iterator`);
  }
}
