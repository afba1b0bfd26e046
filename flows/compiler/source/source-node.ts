import type { Json } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';

/** Characters of the source, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

export interface ObjectNode extends Span {
  kind: 'object';
  entries: { key: string; keySpan: Span; node: SourceNode }[];
}
interface ListNode extends Span {
  kind: 'list';
  items: SourceNode[];
}
export interface ScalarNode extends Span {
  kind: 'scalar';
  value: null | boolean | number | string;
}

/** A value of the document with its place in the text. */
export type SourceNode = ObjectNode | ListNode | ScalarNode;

/** What a reader of YAML or JSON found wrong; `params` are those of the problem `code`. */
export interface SyntaxProblem extends Span {
  code:
    | 'invalidYaml'
    | 'invalidJson'
    | 'duplicateKey'
    | 'tooDeep'
    | 'tooManyAliases'
    | 'notJson'
    | 'unsafeNumber'
    | 'emptyDocument';
  params: Record<string, string | number>;
}

/** How deep a document may nest, the limit of Step Functions' JSON. */
export const depthLimit = 100;

/** The JSON that the node stands for. */
export function toJson(node: SourceNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, toJson(entry.node)]));
}

/** The node of a value that was not written in a text, such as a condition that a connector made. */
export function fromJson(value: Json): SourceNode {
  const nowhere = { start: 0, end: 0 };
  if (Array.isArray(value)) return { ...nowhere, kind: 'list', items: value.map(fromJson) };
  if (typeof value !== 'object' || value === null) return { ...nowhere, kind: 'scalar', value };
  const entries = Object.entries(value).map(([key, child]) => ({ key, keySpan: nowhere, node: fromJson(child) }));
  return { ...nowhere, kind: 'object', entries };
}

/** The field `key` of an object. */
export function childOf(node: SourceNode | undefined, key: string | number): SourceNode | undefined {
  if (node?.kind === 'list') return typeof key === 'number' ? node.items[key] : undefined;
  if (node?.kind === 'object') return node.entries.find((entry) => entry.key === String(key))?.node;
  return undefined;
}

/** The value that the pointer leads to. */
export function nodeAt(root: SourceNode | undefined, pointer: Pointer): SourceNode | undefined {
  return pointer.reduce<SourceNode | undefined>(childOf, root);
}
