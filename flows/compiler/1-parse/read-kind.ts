import type { z } from 'zod';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import { type ObjectNode, type SourceNode, toJson } from '../source/source-node.ts';
import type { Reading } from './reading.ts';

/** The node as an object; otherwise a finding. */
export function asObject(
  node: SourceNode,
  pointer: Pointer,
  { report }: Pick<Reading, 'report'>,
): ObjectNode | undefined {
  if (node.kind === 'object') return node;
  report('wrongType', { expected: '@object', actual: typeWord(toJson(node)) }, pointer);
  return undefined;
}

/** What kind an object is, and the object as one of that kind. */
export interface ReadKind<K> {
  kind: K;
  node: ObjectNode;
}

/**
 * Which of the kinds the node is: the one whose name is among its fields. Otherwise a finding that names what there is
 * to choose from, and the node is lost; it is then read as the kind it comes closest to, if any.
 */
export function readKind<K extends string>(
  node: ObjectNode,
  shapes: Readonly<Record<K, z.ZodObject>>,
  pointer: Pointer,
  reading: Reading,
): ReadKind<K> | undefined {
  const kinds = Object.keys(shapes) as K[];
  const keys = node.entries.map((entry) => entry.key);
  const found = kinds.filter((kind) => keys.includes(kind));
  const [kind, other] = found;
  if (kind !== undefined && other === undefined) return { kind, node };
  reading.lose(pointer);
  if (kind !== undefined && other !== undefined) {
    reading.report('mixedKinds', { kinds: found.join(', ') }, [...pointer, other], 'key');
    const ofOthers = new Set(found.slice(1).flatMap((each) => Object.keys(shapes[each].shape)));
    const entries = node.entries.filter(({ key }) => Object.hasOwn(shapes[kind].shape, key) || !ofOthers.has(key));
    return { kind, node: { ...node, entries } };
  }
  const misspelt = keys.find((key) => nearest(key, kinds) !== undefined);
  const suggestion = misspelt === undefined ? undefined : (nearest(misspelt, kinds) as K);
  reading.report(
    'missingKind',
    { kinds: kinds.join(', '), suggestion },
    misspelt === undefined ? pointer : [...pointer, misspelt],
    'key',
  );
  if (suggestion === undefined) return undefined;
  const entries = node.entries.map((entry) => (entry.key === misspelt ? { ...entry, key: suggestion } : entry));
  return { kind: suggestion, node: { ...node, entries } };
}
