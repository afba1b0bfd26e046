import type { Json } from '#flows/language/json.ts';
import { beginsLine, lineEnd, linesOfMember } from './block-lines.ts';
import { openLine, replaceValue, slotAt } from './edit-value.ts';
import { insertIntoFlow, removeFromFlow } from './flow-members.ts';
import { entryLines, inlineText, shifted } from './print-value.ts';
import type { Source } from './read-source.ts';
import type { EntrySource, MapSource, SourcePath } from './source-tree.ts';
import type { TextChange } from './text-changes.ts';

/** The changes that add an entry behind the others of a map. */
export function addEntry(source: Source, path: SourcePath, map: MapSource, key: string, value: Json): TextChange[] {
  const { text, format, eol } = source;
  const last = map.entries.at(-1);
  const slot = slotAt(source, path);
  if (!last && slot && !slot.parent.flow && format === 'yaml') return replaceValue(source, slot, { [key]: value });
  if (map.flow || !last) {
    const entry = `${inlineText(key, format)}: ${inlineText(value, format)}`;
    return [insertIntoFlow(text, asFlow(map), map.entries.length, entry, eol)];
  }
  const end = lineEnd(text, last.node.end);
  const lines = shifted(entryLines(key, value), map.column);
  const open = openLine(text, end, eol);
  return [
    { from: end, to: end, insert: open === '' ? lines.map((line) => line + eol).join('') : open + lines.join(eol) },
  ];
}

/** The changes that take an entry out of a map, with the comments right above it. */
export function removeEntry(source: Source, path: SourcePath, map: MapSource, entry: EntrySource): TextChange[] {
  const { text } = source;
  const index = map.entries.indexOf(entry);
  if (map.flow) return [removeFromFlow(text, asFlow(map), index)];
  if (map.entries.length === 1) {
    const slot = slotAt(source, path);
    return slot ? replaceValue(source, slot, {}) : [];
  }
  const next = map.entries[index + 1];
  if (!beginsLine(text, entry.start) && next) return [joinNext(text, entry, next, map.column)];
  const floor = index === 0 ? map.start : (map.entries[index - 1] as EntrySource).node.end;
  const { from, to } = linesOfMember(text, { start: entry.start, end: entry.node.end, column: map.column, floor });
  return [{ from, to, insert: '' }];
}

/** An entry behind a dash gives its place to the next one, or leaves the dash alone when comments stand between. */
function joinNext(text: string, entry: EntrySource, next: EntrySource, column: number): TextChange {
  const own = { start: next.start, end: next.node.end, column, floor: lineEnd(text, entry.node.end) };
  const { from } = linesOfMember(text, own);
  if (text.slice(from, next.start).trim() === '') return { from: entry.start, to: next.start, insert: '' };
  return { from: text.slice(0, entry.start).trimEnd().length, to: text.slice(0, from).trimEnd().length, insert: '' };
}

function asFlow({ start, end, entries }: MapSource) {
  return { start, end, members: entries.map((each) => ({ start: each.start, end: each.node.end })) };
}
