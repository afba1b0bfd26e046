import type { Language } from '../i18n/language.svelte.ts';
import type { DataScope } from './data-scope.ts';
import { childrenOf, type DataNode, rootsOf } from './data-tree.ts';
import { follow } from './follow-schema.ts';

const most = 3;

/**
 * Fields of the name that was typed where nothing tells which fields there are, such as in the body of a webhook that
 * nobody has called yet. `customer.name` is a field of a field. None where the name is known.
 */
export function unlisted(scope: DataScope, query: string, language: Language): DataNode[] {
  const names = query.split('.').map((name) => name.trim());
  if (!names.every((name) => /^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(name))) return [];
  return openPlaces(scope, language)
    .sort((a, b) => Number(isTyped(a)) - Number(isTyped(b)))
    .filter((place) => !isKnown(place, names, language))
    .slice(0, most)
    .map((place) => fieldOf(place, names));
}

/** Where nothing tells which fields there are. */
export function openPlaces(scope: DataScope, language: Language): DataNode[] {
  const outer = rootsOf(scope).filter(({ source }) => source.kind !== 'run' && source.kind !== 'flow');
  return [...outer, ...outer.flatMap((node) => childrenOf(node, language))].filter(isOpen);
}

/** Whether a field of the name is known, in whatever case it was typed. */
function isKnown(place: DataNode, [name = '', ...inner]: string[], language: Language): boolean {
  return childrenOf(place, language).some(({ keys, ...child }) => {
    const same = String(keys.at(-1)).toLowerCase() === name.toLowerCase();
    return same && (inner.length === 0 || isKnown({ ...child, keys }, inner, language));
  });
}

/** Whether it may have fields of any name. */
function isOpen({ source, keys, type }: DataNode): boolean {
  if (type !== undefined && type !== 'object') return false;
  return follow(source.schema, keys).every(
    ({ properties, additionalProperties }) => !properties && additionalProperties !== false,
  );
}

/** Fields of any name but of one type, such as headers and query parameters: seldom what is looked for. */
function isTyped({ source, keys }: DataNode): boolean {
  return follow(source.schema, keys).some(({ additionalProperties }) => typeof additionalProperties === 'object');
}

function fieldOf({ source, keys }: DataNode, names: string[]): DataNode {
  const own = [...keys, ...names];
  const id = JSON.stringify(['unlisted', source.name, ...own]);
  return {
    id,
    source,
    keys: own,
    label: names.join(' › '),
    type: undefined,
    value: undefined,
    optional: true,
    named: true,
  };
}
