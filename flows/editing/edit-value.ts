import type { Json } from '#flows/language/json.ts';
import { lineEnd } from './block-lines.ts';
import { entryLines, inlineText, itemLines, shifted } from './print-value.ts';
import type { Source } from './read-source.ts';
import {
  type EntrySource,
  type ListSource,
  type MapSource,
  resolved,
  type SourcePath,
  type SourceTree,
  treeAt,
} from './source-tree.ts';
import type { TextChange } from './text-changes.ts';

/** Where a value stands: an entry of a map or an item of a list that is written out itself. */
export type Slot =
  | { kind: 'entry'; parent: MapSource; entry: EntrySource; node: SourceTree }
  | { kind: 'item'; parent: ListSource; start: number; node: SourceTree };

/** The slot that a path leads to; undefined where there is no such value. */
export function slotAt(source: Source, path: SourcePath): Slot | undefined {
  const above = path.length > 0 ? treeAt(source.root, path.slice(0, -1)) : undefined;
  const parent = above && resolved(above);
  const key = path.at(-1);
  if (parent?.kind === 'map') {
    const entry = parent.entries.find((each) => each.key === String(key));
    return entry && { kind: 'entry', parent, entry, node: entry.node };
  }
  if (parent?.kind !== 'list') return undefined;
  const item = parent.items[Number(key)];
  return item && { kind: 'item', parent, start: item.start, node: item.node };
}

/** The changes that put another value in a slot; anchors and comments that are not inside the old value stay. */
export function replaceValue({ text, format, eol }: Source, slot: Slot, value: Json): TextChange[] {
  const { node, parent } = slot;
  if (parent.flow) {
    const space = node.start === node.end && /[:\S]$/.test(text.slice(0, node.start)) ? ' ' : '';
    return [{ from: node.start, to: node.end, insert: space + quoted(text, node, value, inlineText(value, format)) }];
  }
  const [head, tail] = block(slot, value);
  const below = tail.map((line) => line + eol).join('');
  if (slot.kind === 'entry' && isBlock(node)) {
    const at = behindProperties(text, slot.entry.colon);
    const first = text.indexOf('\n', at) + 1;
    const change = { from: at, to: at, insert: head === '' ? '' : ` ${head}` };
    return [change, { from: first, to: lineEnd(text, node.end), insert: below }];
  }
  const changes = inline(text, node, quoted(text, node, value, head), eol);
  const end = lineEnd(text, node.end);
  if (tail.length > 0) changes.push({ from: end, to: end, insert: openLine(text, end, eol) + below });
  return changes;
}

/** Changes that write `head` where a value of one line, or a block scalar, stands. */
function inline(text: string, node: SourceTree, head: string, eol: string): TextChange[] {
  const old = text.slice(node.start, node.end);
  const blockScalar = node.kind === 'scalar' && /^[|>]/.test(old) && old.includes('\n');
  if (blockScalar) {
    const comment = /^[|>][^\n#]*[ \t](#[^\n\r]*)/.exec(old)?.[1];
    const insert = [head, comment].filter(Boolean).join(' ');
    return [{ from: node.start, to: node.end, insert: old.endsWith('\n') ? insert + eol : insert }];
  }
  const before = text.slice(0, node.start);
  if (head === '') return [{ from: before.trimEnd().length, to: node.end, insert: '' }];
  return [{ from: node.start, to: node.end, insert: /[:\-\S]$/.test(before) ? ` ${head}` : head }];
}

/** What comes on the line of the key or dash, and the lines below. */
function block(slot: Slot, value: Json): [string, string[]] {
  const [first = '', ...rest] = slot.kind === 'entry' ? entryLines('k', value) : itemLines(value);
  return [first.slice(2).trim(), shifted(rest, slot.parent.column)];
}

/** Text that was in quotes stays in quotes of the kind. */
function quoted(text: string, node: SourceTree, value: Json, printed: string): string {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || typeof value !== 'string') return printed;
  if (/[\n\r]/.test(value)) return printed;
  if (text[node.start] === '"') return JSON.stringify(value);
  const single = text[node.start] === "'" && !/\p{Cc}/u.test(value);
  return single ? `'${value.replaceAll("'", "''")}'` : printed;
}

export function isBlock(node: SourceTree): boolean {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow;
}

/** Offset behind anchor and tag, which stand between the colon and the value. */
export function behindProperties(text: string, colon: number): number {
  const properties = /(?:[ \t]*[&!][^\s]*)*/y;
  properties.lastIndex = colon;
  return colon + (properties.exec(text)?.[0].length ?? 0);
}

/** What must come first where lines are to begin: a line break at the end of a text without one. */
export function openLine(text: string, offset: number, eol: string): string {
  return offset === 0 || text[offset - 1] === '\n' ? '' : eol;
}
