import { blankBefore, lineEnd } from './block-lines.ts';
import { behindProperties, openLine, type Slot } from './edit-value.ts';
import { insertIntoFlow, removeFromFlow } from './flow-members.ts';
import { type Item, itemAsFlow, itemAsLines } from './list-item.ts';
import { type Region, regionOf } from './list-region.ts';
import { shifted } from './print-value.ts';
import type { Source } from './read-source.ts';
import type { ListSource } from './source-tree.ts';
import type { TextChange } from './text-changes.ts';

/** The changes that put items into the list of a slot, which may be empty or not written at all (null). */
export function insertItems(source: Source, slot: Slot, index: number, items: readonly Item[]): TextChange[] {
  const { node } = slot;
  const list = node.kind === 'list' ? node : undefined;
  if (list && !list.flow) return [intoBlock(source, list, index, items)];
  const empty = !list || list.items.length === 0;
  if (empty && !slot.parent.flow && source.format === 'yaml') return asBlock(source, slot, items);
  const texts = items.map((item) => itemAsFlow(source, item, indentAt(source.text, node.start)));
  if (!list) {
    const space = node.start === node.end ? ' ' : '';
    return [{ from: node.start, to: node.end, insert: `${space}[${texts.join(', ')}]` }];
  }
  const inserted = insertIntoFlow(source.text, asFlow(list), index, texts.join(', '), source.eol);
  return [inserted];
}

/** The changes that take `count` items out of a list. */
export function removeItems(source: Source, slot: Slot, list: ListSource, index: number, count: number): TextChange[] {
  const { text } = source;
  if (list.flow) return flowRemoval(text, list, index, count);
  const regions = list.items.map((_, at) => regionOf(text, list, at));
  const first = regions[index] as Region;
  const last = regions[index + count - 1] as Region;
  if (count === list.items.length) {
    const at = slot.kind === 'entry' ? behindProperties(text, slot.entry.colon) : list.start;
    return [
      { from: at, to: at, insert: ' []' },
      { from: first.from, to: last.to, insert: '' },
    ];
  }
  const blankBehind = text.slice(last.to, lineEnd(text, last.to + 1)).trim() === '';
  const from = blankBehind && index > 0 ? blankBefore(text, first.from, first.floor) : first.from;
  const next = regions[index + count];
  const to = index === 0 && next && text.slice(last.to, next.from).trim() === '' ? next.from : last.to;
  return [{ from, to, insert: '' }];
}

function intoBlock(source: Source, list: ListSource, index: number, items: readonly Item[]): TextChange {
  const { text, eol } = source;
  const blocks = items.map((item) => shifted(itemAsLines(source, item), list.column));
  const spaced = isSpaced(text, list);
  const joined = blocks.map((lines) => lines.join(eol)).join(spaced ? eol + eol : eol);
  if (index < list.items.length) {
    const { from } = regionOf(text, list, index);
    return { from, to: from, insert: joined + eol + (spaced ? eol : '') };
  }
  const { to } = regionOf(text, list, list.items.length - 1);
  const open = openLine(text, to, eol);
  return { from: to, to, insert: open + (spaced ? eol : '') + joined + (open === '' ? eol : '') };
}

/** True for lists whose items all stand apart by an empty line. */
function isSpaced(text: string, list: ListSource): boolean {
  const gaps = list.items.slice(1).map((_, at) => {
    const { from, floor } = regionOf(text, list, at + 1);
    return blankBefore(text, from, floor) < from;
  });
  return gaps.length > 0 && gaps.every(Boolean);
}

function asBlock(source: Source, slot: Slot, items: readonly Item[]): TextChange[] {
  const { text, eol } = source;
  const { node } = slot;
  const column = slot.parent.column + 2;
  const lines = items.flatMap((item) => shifted(itemAsLines(source, item), column));
  const end = lineEnd(text, node.end);
  const open = openLine(text, end, eol);
  const insert = open === '' ? lines.map((line) => line + eol).join('') : open + lines.join(eol);
  return [
    { from: text.slice(0, node.start).trimEnd().length, to: node.end, insert: '' },
    { from: end, to: end, insert },
  ];
}

function flowRemoval(text: string, list: ListSource, index: number, count: number): TextChange[] {
  const first = list.items[index] as ListSource['items'][number];
  const last = list.items[index + count - 1] as ListSource['items'][number];
  const merged = [
    ...asFlow(list).members.slice(0, index),
    { start: first.start, end: last.node.end },
    ...asFlow(list).members.slice(index + count),
  ];
  return [removeFromFlow(text, { start: list.start, end: list.end, members: merged }, index)];
}

function asFlow({ start, end, items }: ListSource) {
  return { start, end, members: items.map((item) => ({ start: item.start, end: item.node.end })) };
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return `${/^[ \t]*/.exec(line)?.[0] ?? ''}  `;
}
