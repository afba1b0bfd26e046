import type { Json } from '#flows/language/json.ts';
import { chipsOf } from '../data/chip.ts';
import { type DataScope, sourceOf } from '../data/data-scope.ts';
import { follow } from '../data/follow-schema.ts';
import { valueIn } from '../data/value-in.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * What is known of the value of a text that is one plain path into data: by its schema, else by a value that it once
 * had. Undefined for anything else.
 */
export function schemaOfData(scope: DataScope, text: string): JsonSchema | undefined {
  const [chip] = chipsOf(text.trim());
  const { formula } = chip ?? {};
  if (!chip || !formula || chip.to - chip.from !== text.trim().length || formula.changes.length > 0) return undefined;
  const source = sourceOf(scope, formula.source);
  if (!source) return undefined;
  const [found, ...others] = follow(source.schema, formula.keys).filter(({ type }) => type !== 'null');
  if (found && others.length === 0 && (found.type !== undefined || found.enum)) return found;
  return source.known && schemaOfValue(valueIn(source.known.value, formula.keys));
}

function schemaOfValue(value: Json | undefined): JsonSchema | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return { type: 'array', items: {} };
  return typeof value === 'object' ? undefined : { type: typeof value };
}
