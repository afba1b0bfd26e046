import type { TextChange } from './text-changes.ts';

/** A collection between brackets and its members, each with its characters. */
export interface FlowCollection {
  start: number;
  end: number;
  members: readonly { start: number; end: number }[];
}

/** The changes that put a member at a position among the others, on a line of its own where they have such lines. */
export function insertIntoFlow(
  text: string,
  collection: FlowCollection,
  index: number,
  member: string,
  eol: string,
): TextChange {
  const { start, end, members } = collection;
  const [first] = members;
  if (!first) return intoEmpty(text, start, end, member);
  const lead = text.slice(start + 1, first.start);
  const gap = lead.includes('\n') ? `${eol}${/[ \t]*$/.exec(lead)?.[0] ?? ''}` : ' ';
  const next = members[index];
  if (next) return { from: next.start, to: next.start, insert: `${member},${gap}` };
  const last = members[members.length - 1] as { end: number };
  return { from: last.end, to: last.end, insert: `,${gap}${member}` };
}

function intoEmpty(text: string, start: number, end: number, member: string): TextChange {
  const inside = text.slice(start + 1, end - 1);
  if (inside.trim() !== '') return { from: end - 1, to: end - 1, insert: `${member} ` };
  const space = text[start] === '{' ? ' ' : '';
  return { from: start + 1, to: end - 1, insert: `${space}${member}${space}` };
}

/** The change that takes a member out, with its comma and the space that set it apart. */
export function removeFromFlow(text: string, { start, end, members }: FlowCollection, index: number): TextChange {
  const member = members[index] as { start: number; end: number };
  const next = members[index + 1];
  if (next) return { from: member.start, to: Math.min(afterComma(text, member.end), next.start), insert: '' };
  const before = members[index - 1];
  if (before) return { from: commaBehind(text, before.end) ?? before.end, to: member.end, insert: '' };
  const comma = commaBehind(text, member.end);
  const inside = { from: member.start, to: comma === undefined ? member.end : comma + 1, insert: '' };
  const rest = text.slice(start + 1, inside.from) + text.slice(inside.to, end - 1);
  return rest.trim() === '' ? { from: start + 1, to: end - 1, insert: '' } : inside;
}

/** Offset of what follows a member's comma and the comment in the same line; comments on lines of their own stay. */
function afterComma(text: string, from: number): number {
  const rest = /[ \t]*(?:#[^\n]*)?\s*/y;
  rest.lastIndex = (commaBehind(text, from) ?? from) + 1;
  return rest.lastIndex + (rest.exec(text)?.[0].length ?? 0);
}

/** Offset of the next comma, past white space and comments; undefined when something else comes first. */
function commaBehind(text: string, from: number): number | undefined {
  const gap = /(?:\s|#[^\n]*)*/y;
  gap.lastIndex = from;
  const at = from + (gap.exec(text)?.[0].length ?? 0);
  return text[at] === ',' ? at : undefined;
}
