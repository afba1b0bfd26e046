import { sameJson } from '#flows/editing/set-value.ts';
import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { App } from '../app/app.svelte.ts';
import { readableName } from '../forms/form-fields.ts';
import { asSchema } from '../forms/json-schema.ts';
import { labelOf } from '../forms/schema-fields.ts';

/** The innermost path at which two values differ; the path itself where they differ in more than one place. */
export function changedPath(before: Json | undefined, after: Json | undefined, path: Pointer = []): Pointer {
  if (!isObject(before) || !isObject(after)) return path;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => {
    const [one, other] = [before[key], after[key]];
    return one === undefined || other === undefined ? one !== other : !sameJson(one, other);
  });
  const [only] = changed;
  return only !== undefined && changed.length === 1 ? changedPath(before[only], after[only], [...path, only]) : path;
}

/** What a field of a step is called in the reader's language; an input of an operation by its own name. */
export function fieldWords({ language, workspace }: App, step: JsonObject, path: Pointer): string {
  const [first = '', second] = path.map(String);
  const input =
    first === 'with' && second !== undefined && typeof step.use === 'string'
      ? asSchema(workspace.operation(step.use)?.input)
      : {};
  const schema = second === undefined ? undefined : input.properties?.[second];
  if (schema && second !== undefined) return labelOf(second, schema, language.current);
  return language.find(`did.${first}`, {}, readableName(first));
}
