import { commonEnds } from './common-ends.ts';
import { type LineChange, lineDiff, linesOf } from './line-diff.ts';
import type { Patch } from './text-changes.ts';

/** Lines that both changed, each in another way. */
export interface LineConflict {
  base: string;
  mine: string;
  theirs: string;
}

/** The text that both made of one, line by line; where they do not agree it has what `resolve` gives, mine by default. */
export function mergeLines(
  base: string,
  mine: string,
  theirs: string,
  resolve: (conflict: LineConflict) => string = (conflict) => conflict.mine,
): { text: string; conflicts: LineConflict[] } {
  const lines = linesOf(base);
  const groups = grouped(lineDiff(lines, linesOf(mine)), lineDiff(lines, linesOf(theirs)));
  const conflicts: LineConflict[] = [];
  let text = '';
  let at = 0;
  for (const { from, to, mine: own, theirs: other } of groups) {
    text += lines.slice(at, from).join('');
    const conflict = {
      base: lines.slice(from, to).join(''),
      mine: within(lines, from, to, own),
      theirs: within(lines, from, to, other),
    };
    if (own.length === 0) text += conflict.theirs;
    else if (other.length === 0 || conflict.mine === conflict.theirs) text += conflict.mine;
    else {
      conflicts.push(conflict);
      text += resolve(conflict);
    }
    at = to;
  }
  return { text: text + lines.slice(at).join(''), conflicts };
}

/** The patch that makes one text of another: lines that differ, each without what is the same at its ends. */
export function patchBetween(before: string, after: string): Patch {
  const lines = linesOf(before);
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  return lineDiff(lines, linesOf(after)).map((change) => {
    const from = starts[change.from] ?? 0;
    const old = lines.slice(change.from, change.to).join('');
    const insert = change.lines.join('');
    const { head, tail } = commonEnds(old, insert);
    return { from: from + head, to: from + old.length - tail, insert: insert.slice(head, insert.length - tail) };
  });
}

interface Group {
  from: number;
  to: number;
  mine: LineChange[];
  theirs: LineChange[];
}

/** Changes of both, those together that touch each other. */
function grouped(mine: readonly LineChange[], theirs: readonly LineChange[]): Group[] {
  const all = [
    ...mine.map((change) => ({ change, side: 'mine' as const })),
    ...theirs.map((change) => ({ change, side: 'theirs' as const })),
  ].sort((a, b) => a.change.from - b.change.from || a.change.to - b.change.to);
  const groups: Group[] = [];
  for (const { change, side } of all) {
    const last = groups.at(-1);
    const touches = last && change.from <= last.to;
    const group = touches ? last : { from: change.from, to: change.to, mine: [], theirs: [] };
    if (!touches) groups.push(group);
    group.to = Math.max(group.to, change.to);
    group[side].push(change);
  }
  return groups;
}

/** The lines `from` to `to` after some changes in them. */
function within(lines: readonly string[], from: number, to: number, changes: readonly LineChange[]): string {
  let text = '';
  let at = from;
  for (const change of changes) {
    text += lines.slice(at, change.from).join('') + change.lines.join('');
    at = change.to;
  }
  return text + lines.slice(at, to).join('');
}
