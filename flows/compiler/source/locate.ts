import type { Pointer, Position, Problem } from '#flows/language/problem.ts';
import { childOf, nodeAt, type SourceNode, type Span } from './source-node.ts';
import { stepAt } from './step-at.ts';
import { sourceOffset } from './string-offsets.ts';

/** A part of what a pointer leads to: its key, or characters of the string that it is. */
export type Part = 'key' | Span;

/** Place of a value in the author's text; of its nearest parent that is written when the value is not. */
export type Locate = (pointer: Pointer, part?: Part) => Position | undefined;

/** What a problem says about its place: pointer, position, step and field. */
export type Place = (pointer: Pointer, part?: Part) => Pick<Problem, 'pointer' | 'position' | 'step' | 'field'>;

/** Returns how to find places in `source`, whose values are `root`. Positions are UTF-16 units, as editors count. */
export function createLocator(
  source: string,
  root: SourceNode | undefined,
): { locate: Locate; place: Place; at: (span: Span) => Position } {
  const lines = lineStarts(source);
  const at = (span: Span): Position => {
    const start = Math.min(span.start, source.length);
    const end = Math.min(Math.max(start, span.end), source.length);
    const [line, column] = lineAndColumn(lines, start);
    const [endLine, endColumn] = lineAndColumn(lines, end);
    return { line, column, offset: start, endLine, endColumn, endOffset: end };
  };
  const locate: Locate = (pointer, part) => {
    const span = root && spanOf(source, root, pointer, part);
    return span && at(span);
  };
  const place: Place = (pointer, part) => {
    const position = locate(pointer, part);
    return { pointer, ...(position && { position }), ...stepAt(root, pointer) };
  };
  return { locate, place, at };
}

function spanOf(source: string, root: SourceNode, pointer: Pointer, part: Part | undefined): Span {
  const node = nodeAt(root, pointer);
  if (!node) return pointer.length === 0 ? root : spanOf(source, root, pointer.slice(0, -1), undefined);
  const key = keySpan(root, pointer);
  if (part === 'key') return key ?? node;
  if (part && node.kind === 'scalar' && typeof node.value === 'string') {
    const raw = source.slice(node.start, node.end);
    const offset = (decoded: number) => node.start + sourceOffset(raw, node.value as string, decoded);
    const start = offset(part.start);
    return { start, end: Math.max(start, part.end > part.start ? offset(part.end - 1) + 1 : start) };
  }
  if (node.kind === 'scalar' || node.start === node.end) return node;
  // A whole block would underline half the page: its key says enough, or its first line.
  return key ?? firstLine(source, node);
}

function keySpan(root: SourceNode, pointer: Pointer): Span | undefined {
  const parent = pointer.length > 0 ? nodeAt(root, pointer.slice(0, -1)) : undefined;
  if (parent?.kind !== 'object') return undefined;
  const key = String(pointer.at(-1));
  return childOf(parent, key) && parent.entries.find((entry) => entry.key === key)?.keySpan;
}

function firstLine(source: string, { start, end }: Span): Span {
  const lineEnd = source.indexOf('\n', start);
  return { start, end: lineEnd === -1 ? end : Math.min(end, lineEnd) };
}

function lineStarts(source: string): number[] {
  return [0, ...[...source.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
}

function lineAndColumn(lines: number[], offset: number): [number, number] {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - (lines[low] as number) + 1];
}
