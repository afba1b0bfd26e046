import { isObject, type Json } from '#flows/language/json.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import type { Language } from '../i18n/language.svelte.ts';
import { fieldLabel } from './chip-words.ts';
import type { DataScope, DataSource } from './data-scope.ts';
import { follow } from './follow-schema.ts';
import type { Key } from './formula.ts';
import { valueIn } from './value-in.ts';

/** A value that can be picked. */
export interface DataNode {
  /** Unlike that of any other node of the scope. */
  id: string;
  source: DataSource;
  keys: Key[];
  label: string;
  /** The JSON type, where it is known. */
  type: 'string' | 'number' | 'boolean' | 'object' | 'array' | undefined;
  value: Json | undefined;
  /** It need not be there. */
  optional: boolean;
  /** Nothing tells of it: the person who looked for it named it. */
  named?: true;
}

/** The data of a scope, a node for each source. */
export function rootsOf(scope: DataScope): DataNode[] {
  return scope.sources.map((source) => nodeOf(source, [], source.title, source.schema, false));
}

/** What is inside a value, as far as its schema or its value tell; of a list, its first item and the fields of all. */
export function childrenOf({ source, keys, value }: DataNode, language: Language): DataNode[] {
  const schemas = follow(source.schema, keys);
  const lists = schemas.flatMap((schema) => (schema.items ? follow(source.schema, [...keys, 0]) : []));
  const isList = lists.length > 0 || Array.isArray(value);
  const properties = (isList ? lists : schemas).flatMap((schema) =>
    Object.entries(schema.properties ?? {}).map(([name, property]) => ({
      name,
      property,
      optional: !schema.required?.includes(name) || nullable(property),
    })),
  );
  const listed = new Set(properties.map(({ name }) => name));
  const item = Array.isArray(value) ? value[0] : value;
  const unlisted = Object.keys(isObject(item) ? item : {}).filter((name) => !listed.has(name));
  const fields = [
    ...new Map(properties.map((each) => [each.name, each])).values(),
    ...unlisted.map((name) => ({ name, property: undefined, optional: false })),
  ].map(({ name, property, optional }) =>
    nodeOf(source, [...keys, name], fieldLabel(name, property, language), property, optional),
  );
  return isList && item !== undefined
    ? [nodeOf(source, [...keys, 0], '#1', lists[0], !schemas.some(({ minItems = 0 }) => minItems > 0)), ...fields]
    : fields;
}

/** Whether there is something inside. */
export function isOpenable(node: DataNode): boolean {
  return childrenOf(node, 'en').length > 0;
}

/** Nodes that are looked at for a search, and how deep. */
const mostSearched = 3000;
const deepest = 6;

/** The nodes whose labels or names have all the words, be they parted by spaces or by dots, the nearest to the root first. */
export function searched(scope: DataScope, query: string, language: Language): DataNode[] {
  const words = query
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean);
  const found: DataNode[] = [];
  let level = rootsOf(scope).map((node) => ({ node, text: '' }));
  for (let depth = 0, looked = 0; depth < deepest && looked < mostSearched; depth += 1) {
    const next: typeof level = [];
    for (const { node, text } of level) {
      looked += 1;
      const own = `${text} ${node.label} ${node.keys.at(-1) ?? node.source.name}`.toLowerCase();
      if (words.every((word) => own.includes(word)) && typeof node.keys.at(-1) !== 'number') found.push(node);
      if (looked < mostSearched) next.push(...childrenOf(node, language).map((child) => ({ node: child, text: own })));
    }
    level = next;
  }
  return found.slice(0, 100);
}

function nodeOf(
  source: DataSource,
  keys: Key[],
  label: string,
  schema: JsonSchema | undefined,
  optional: boolean,
): DataNode {
  const value = source.known && valueIn(source.known.value, keys);
  const id = JSON.stringify([source.name, ...keys]);
  return { id, source, keys, label, type: typeOf(schema, value), value, optional };
}

function typeOf(schema: JsonSchema | undefined, value: Json | undefined): DataNode['type'] {
  const [first] = schema
    ? [...new Set(follow(schema, []).map(({ type }) => type))].filter((type) => type !== 'null')
    : [];
  const said = Array.isArray(first) ? first.find((type) => type !== 'null') : first;
  if (said === 'integer') return 'number';
  if (said !== undefined) return said as DataNode['type'];
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? 'array' : (typeof value as DataNode['type']);
}

function nullable(schema: JsonSchema): boolean {
  return follow(schema, []).some(({ type }) => type === 'null' || (Array.isArray(type) && type.includes('null')));
}
