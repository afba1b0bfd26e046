import type { UpdateAction } from '../expression/update.ts';
import { invalidValues } from '../validation-error.ts';
import { typeOf, type Value } from '../values/attribute-value.ts';
import { readValue } from '../values/read-value.ts';

const sets: readonly string[] = ['SS', 'NS', 'BS'];

/** The actions that AttributeUpdates, which UpdateExpression replaced, means; throws ValidationException. */
export function legacyUpdates(input: object): UpdateAction[] | undefined {
  const { AttributeUpdates } = input as { AttributeUpdates?: Record<string, { Value?: Value; Action?: string }> };
  if (!AttributeUpdates) return undefined;
  return Object.entries(AttributeUpdates).map(([name, { Value: given, Action: action }]) => {
    const path = [name];
    if (!given) {
      if (action === 'DELETE') return { action: 'REMOVE', path };
      throw invalidValues('Only DELETE action is allowed when no attribute value is specified');
    }
    const value = readValue(given);
    const type = typeOf(value);
    if (action === 'DELETE') {
      if (!sets.includes(type)) throw invalidValues(`DELETE action with value is not supported for the type ${type}`);
      return { action, path, value };
    }
    if (action !== 'ADD') return { action: 'SET', path, to: { value } };
    if (type === 'L') {
      const otherwise = { value: { L: [] } };
      const before = { function: 'if_not_exists', path, otherwise } as const;
      return { action: 'SET', path, to: { function: 'list_append', operands: [before, { value }] } };
    }
    if (type !== 'N' && !sets.includes(type)) throw invalidValues(`ADD action is not supported for the type ${type}`);
    return { action, path, value };
  });
}
