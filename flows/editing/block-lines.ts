/** A member of a block (an item with its dash, an entry with its key): its characters and where the one before ends. */
export interface BlockMember {
  start: number;
  end: number;
  column: number;
  /** Nothing before this belongs to the member. */
  floor: number;
}

/**
 * The lines that belong to a member: the comments right above it, its own, and behind it comments that are indented
 * deeper than it. A member that begins behind a dash begins there.
 */
export function linesOfMember(text: string, { start, end, column, floor }: BlockMember): { from: number; to: number } {
  const from = beginsLine(text, start) ? aboveComments(text, lineStart(text, start), column, floor) : start;
  return { from, to: belowComments(text, lineEnd(text, end), column) };
}

/** True when only white space stands before the offset in its line. */
export function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** Offset of the first character of a line. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset behind the line break of the line in which something ends; a block scalar ends with its line break itself. */
export function lineEnd(text: string, end: number): number {
  if (text[end - 1] === '\n') return end;
  const found = text.indexOf('\n', end);
  return found === -1 ? text.length : found + 1;
}

function aboveComments(text: string, from: number, column: number, floor: number): number {
  let first = from;
  while (first > floor) {
    const above = lineStart(text, first - 1);
    const line = text.slice(above, first);
    if (above < floor || !line.trimStart().startsWith('#') || indentOf(line) > column) break;
    first = above;
  }
  return first;
}

function belowComments(text: string, from: number, column: number): number {
  let last = from;
  let at = from;
  while (at < text.length) {
    const next = lineEnd(text, at + 1);
    const line = text.slice(at, next);
    const comment = line.trimStart().startsWith('#') && indentOf(line) > column;
    if (!comment && line.trim() !== '') break;
    if (comment) last = next;
    at = next;
  }
  return last;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Empty lines right before an offset that begins a line, back to `floor`. */
export function blankBefore(text: string, offset: number, floor: number): number {
  let first = offset;
  while (first > floor) {
    const above = lineStart(text, first - 1);
    if (above < floor || text.slice(above, first).trim() !== '') break;
    first = above;
  }
  return first;
}
