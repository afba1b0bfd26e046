import { commonEnds } from './common-ends.ts';
import type { Patch } from './text-changes.ts';

/** The patch that makes one text of another: what lies between their common beginning and their common end. */
export function changedPart(before: string, after: string): Patch {
  const { head, tail } = commonEnds(before, after);
  return before === after
    ? []
    : [{ from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) }];
}
