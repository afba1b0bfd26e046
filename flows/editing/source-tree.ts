import type { Json } from '#flows/language/json.ts';

/** Characters of the text that a value takes, without what names it and without the comment behind it. */
interface Written {
  start: number;
  end: number;
  anchor?: string;
}

export interface ScalarSource extends Written {
  kind: 'scalar';
  value: null | boolean | number | string;
}

/** `flow`: written between brackets; else as lines (YAML's block style), which begin at `column`. */
interface Collection extends Written {
  flow: boolean;
  column: number;
}

export interface MapSource extends Collection {
  kind: 'map';
  entries: EntrySource[];
}

/** `start` is where the key, its anchor or its `?` begins; `colon` is where the text behind the colon begins. */
export interface EntrySource {
  key: string;
  start: number;
  colon: number;
  node: SourceTree;
}

export interface ListSource extends Collection {
  kind: 'list';
  /** `start` is where the dash, or without one the anchor or the value begins. */
  items: { start: number; node: SourceTree }[];
}

/** `*name`: stands for what the anchor names. */
export interface AliasSource extends Written {
  kind: 'alias';
  name: string;
  target: SourceTree;
}

/** A value of a document with the characters that it takes; unlike a meaning it still knows what is an alias. */
export type SourceTree = ScalarSource | MapSource | ListSource | AliasSource;

/** Leads from the whole document to a value: keys and positions. */
export type SourcePath = readonly (string | number)[];

/** Whether a path leads to something inside what another one leads to. */
export function isBelow(path: SourcePath, above: SourcePath): boolean {
  return path.length > above.length && above.every((part, index) => path[index] === part);
}

/** The tree behind aliases. */
export function resolved(tree: SourceTree): Exclude<SourceTree, AliasSource> {
  return tree.kind === 'alias' ? resolved(tree.target) : tree;
}

/** The value under one key or position, seen through aliases; undefined where there is none. */
export function childOf(tree: SourceTree | undefined, key: string | number): SourceTree | undefined {
  const seen = tree && resolved(tree);
  if (seen?.kind === 'list') return seen.items[Number(key)]?.node;
  if (seen?.kind === 'map') return seen.entries.find((entry) => entry.key === String(key))?.node;
  return undefined;
}

/** The value that a path leads to. */
export function treeAt(root: SourceTree, path: SourcePath): SourceTree | undefined {
  return path.reduce<SourceTree | undefined>(childOf, root);
}

/** The JSON that a tree stands for. */
export function jsonOf(tree: SourceTree): Json {
  const seen = resolved(tree);
  if (seen.kind === 'scalar') return seen.value;
  if (seen.kind === 'list') return seen.items.map(({ node }) => jsonOf(node));
  return Object.fromEntries(seen.entries.map(({ key, node }) => [key, jsonOf(node)]));
}

/** Every value as it is written, aliases not followed, with its path. */
export function* eachWritten(tree: SourceTree, path: SourcePath = []): Generator<[SourceTree, SourcePath]> {
  yield [tree, path];
  if (tree.kind === 'map') {
    for (const { key, node } of tree.entries) yield* eachWritten(node, [...path, key]);
  }
  if (tree.kind === 'list') {
    for (const [index, { node }] of tree.items.entries()) yield* eachWritten(node, [...path, index]);
  }
}
