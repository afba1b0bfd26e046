import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import type { Report } from './problem-list.ts';
import { type ObjectNode, type SourceNode, toJson } from './source-node.ts';

/** The node as an object; otherwise a finding. */
export function asObject(node: SourceNode, pointer: Pointer, report: Report): ObjectNode | undefined {
  if (node.kind === 'object') return node;
  report('wrongType', { expected: '@object', actual: typeWord(toJson(node)) }, pointer);
  return undefined;
}

/**
 * Which of `kinds` the node is: the one whose name is among its fields. Otherwise a finding that names what there is to
 * choose from.
 */
export function readKind<K extends string>(
  node: ObjectNode,
  kinds: readonly K[],
  pointer: Pointer,
  report: Report,
): K | undefined {
  const keys = node.entries.map((entry) => entry.key);
  const found = kinds.filter((kind) => keys.includes(kind));
  const [kind, other] = found;
  if (kind !== undefined && other === undefined) return kind;
  if (kind !== undefined && other !== undefined) {
    report('mixedKinds', { kinds: found.join(', ') }, [...pointer, other], 'key');
    return undefined;
  }
  const misspelt = keys.find((key) => nearest(key, kinds) !== undefined);
  const suggestion = misspelt === undefined ? undefined : nearest(misspelt, kinds);
  report(
    'missingKind',
    { kinds: kinds.join(', '), suggestion },
    misspelt === undefined ? pointer : [...pointer, misspelt],
    'key',
  );
  return undefined;
}
