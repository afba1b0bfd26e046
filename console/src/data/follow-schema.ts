import type { JsonSchema } from '../forms/json-schema.ts';
import { alternatives } from './alternatives.ts';
import type { Key } from './formula.ts';

/** The alternatives that a way leads to; names go through lists to their items, as paths of JSONata do. */
export function follow(root: JsonSchema | undefined, keys: readonly Key[]): JsonSchema[] {
  let current = root ? alternatives(root, root) : [];
  for (const key of keys) {
    current = current.flatMap((each) => {
      const holders = each.items ? alternatives(root!, each.items) : [each];
      if (typeof key === 'number') return holders;
      return holders.flatMap((one) => {
        const next = one.properties?.[key] ?? additional(one);
        return next ? alternatives(root!, next) : [];
      });
    });
  }
  return current;
}

/** The schema of fields that are not listed; undefined where nothing is known of them. */
function additional({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
