import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { eachState } from './each-state.ts';

/** Fields of JSONPath states in which only the value of a key that ends in `.$` is a path. */
const payloads = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign', 'Credentials'];
/** How far into a payload one looks. */
const deepest = 100;
/** Fields of JSONPath states that have a twin which takes a path. */
const literals = ['Error', 'Cause'];

/**
 * What AWS warns of: texts of JSONPath states that look like a path and are taken literally. JSONata states have none of
 * it, https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export function warnOf(definition: JsonObject): Diagnostic[] {
  const found: Diagnostic[] = [];
  const { QueryLanguage } = definition;
  for (const [state, path] of eachState(definition)) {
    if (!Array.isArray(state.Branches ?? [])) continue;
    if ((state.QueryLanguage ?? QueryLanguage ?? 'JSONPath') === 'JSONPath') warn(state, path);
  }
  return found;

  function warn(state: JsonObject, path: string): void {
    for (const field of payloads) {
      for (const [key, place] of pathsIn(state[field], `${path}/${field}`)) {
        const message = `The value of the field '${key}' looks like a path. Did you mean '${key}.$'?`;
        found.push({ code: 'NO_DOLLAR', message, location: place });
      }
    }
    for (const field of literals) {
      if (!looksLikePath(state[field])) continue;
      const message = `The value of the field '${field}' looks like a path. Did you mean '${field}Path'?`;
      found.push({ code: 'NO_PATH', message, location: `${path}/${field}` });
    }
    for (const [, place] of state.Type === 'Pass' ? pathsIn({ Result: state.Result ?? null }, path) : []) {
      const message = 'The result of a Pass state is static: a path in it is not evaluated.';
      found.push({ code: 'PASS_RESULT_IS_STATIC', message, location: place });
    }
  }
}

/** Keys whose value is taken literally although it looks like a path, with their places. */
function pathsIn(
  value: Json | undefined,
  location: string,
  key = '',
  depth = deepest,
): [key: string, location: string][] {
  if (looksLikePath(value)) return key.endsWith('.$') ? [] : [[key, location]];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  if (Array.isArray(value)) {
    return value.flatMap((member, index) => pathsIn(member, `${location}[${index}]`, key, depth - 1));
  }
  return Object.entries(value).flatMap(([name, member]) => pathsIn(member, `${location}/${name}`, name, depth - 1));
}

function looksLikePath(value: Json | undefined): boolean {
  return typeof value === 'string' && /^(\$\$?([.[]|$)|States\.\w+\()/.test(value);
}
