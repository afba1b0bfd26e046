import type { Patch } from './text-changes.ts';

/** The patch that makes one text of another: what lies between their common beginning and their common end. */
export function changedPart(before: string, after: string): Patch {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return before === after ? [] : [{ from, to: before.length - tail, insert: after.slice(from, after.length - tail) }];
}
