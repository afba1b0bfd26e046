import type { Scope } from '../data/scope.ts';

/** The scope of an offset in a YAML flow. */
export function scopeAt(text: string, offset: number): Scope {
  const lines = text.slice(0, offset).split('\n');
  const scope: Scope = { earlier: [], around: [] };
  let column = indentOf(lines.at(-1)!) + dashes(lines.at(-1)!);
  let inItem = false;
  for (const [i, line] of [...lines.entries()].reverse()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const indent = indentOf(line);
    if (dashes(line) > 0) {
      const id = idOf(lines, i);
      if (indent < column) {
        if (id) scope.around.push(id);
        column = indent;
        inItem = true;
      } else if (indent === column && id) scope.earlier.push(id);
    } else if (indent < column || (indent === column && inItem)) {
      // The key of this list: items above it belong to another one.
      column = indent - 0.5;
      inItem = false;
    }
  }
  scope.earlier.reverse();
  return scope;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Characters from the dash of a list item to its content; 0 for other lines. */
function dashes(line: string): number {
  return /^\s*(-\s+)/.exec(line)?.[1]?.length ?? 0;
}

/** The id of the step that begins in a line, which may stand in a line below. */
function idOf(lines: string[], row: number): string | undefined {
  const start = lines[row]!;
  const column = indentOf(start) + dashes(start);
  const content = start.slice(column);
  const named = /^(?:\{.*?)?\bid:\s*["']?([\p{L}_][\p{L}\p{N}_]*)/u.exec(content);
  if (named || content.startsWith('{')) return named?.[1];
  for (const line of lines.slice(row + 1)) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (indentOf(line) < column) return undefined;
    const id = indentOf(line) === column ? /^\s*id:\s*["']?([\p{L}_][\p{L}\p{N}_]*)/u.exec(line)?.[1] : undefined;
    if (id) return id;
  }
  return undefined;
}
