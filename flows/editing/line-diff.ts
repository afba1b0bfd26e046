import { commonEnds } from './common-ends.ts';

/** Lines `from` to `to` of a text become `lines`. */
export interface LineChange {
  from: number;
  to: number;
  lines: readonly string[];
}

/** Differences beyond which two texts are taken to have nothing in common between their equal beginnings and ends. */
const mostDifferences = 600;

/** The lines of a text, each with its line break. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What makes one list of lines of another, as little as possible: sorted, apart from each other. */
export function lineDiff(before: readonly string[], after: readonly string[]): LineChange[] {
  const { head, tail } = commonEnds(before, after);
  const left = before.slice(head, before.length - tail);
  const right = after.slice(head, after.length - tail);
  const common = [...commonLines(left, right), { left: left.length, right: right.length }];
  const changes: LineChange[] = [];
  let at = { left: 0, right: 0 };
  for (const next of common) {
    if (next.left > at.left || next.right > at.right)
      changes.push({ from: head + at.left, to: head + next.left, lines: right.slice(at.right, next.right) });
    at = { left: next.left + 1, right: next.right + 1 };
  }
  return changes;
}

interface Pair {
  left: number;
  right: number;
}

/** Lines that both have, in order: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). */
function commonLines(left: readonly string[], right: readonly string[]): Pair[] {
  const furthest: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let differences = 0; differences <= mostDifferences; differences += 1) {
    furthest.push(reach);
    const next = new Map<number, number>();
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = firstOn(reach, diagonal, differences);
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= left.length && x - diagonal >= right.length) return wayBack(furthest, left.length, right.length);
    }
    reach = next;
  }
  return [];
}

/** Where a diagonal is entered: from the one above or the one before, whichever got further. */
function firstOn(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): number {
  const below = reach.get(diagonal - 1) ?? -1;
  const above = reach.get(diagonal + 1) ?? -1;
  return diagonal === -differences || (diagonal !== differences && below < above) ? above : below + 1;
}

function wayBack(furthest: readonly ReadonlyMap<number, number>[], width: number, height: number): Pair[] {
  const pairs: Pair[] = [];
  let x = width;
  let y = height;
  for (let differences = furthest.length - 1; differences >= 0; differences -= 1) {
    const reach = furthest[differences]!;
    const start = firstOn(reach, x - y, differences);
    const entered = start - (x - y);
    while (x > start && y > entered) {
      x -= 1;
      y -= 1;
      pairs.push({ left: x, right: y });
    }
    if (differences === 0) break;
    const below = reach.get(x - y - 1) ?? -1;
    const above = reach.get(x - y + 1) ?? -1;
    const down = x - y === -differences || (x - y !== differences && below < above);
    if (down) y -= 1;
    else x -= 1;
  }
  return pairs.reverse();
}
