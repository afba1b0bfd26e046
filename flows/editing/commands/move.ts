import type { Gap } from '../command.ts';
import type { Draft } from '../draft.ts';
import { CannotEdit } from '../refuse.ts';
import { isBelow, type SourcePath } from '../source-tree.ts';
import { itemsOf, lengthOf, listOfGap, putItems, takeItems, togetherOf } from '../step-lists.ts';
import { writeOutAliases } from '../write-out.ts';

/** Moves steps that lie side by side to a gap, which is counted before they are taken out. */
export function moveSteps(draft: Draft, ids: readonly string[], gap: Gap): void {
  const { list, index, count } = togetherOf(draft, ids);
  const target = listOfGap(draft, gap);
  const at = Math.min(gap.index, lengthOf(draft, target));
  const moved = Array.from({ length: count }, (_, offset): SourcePath => [...list, index + offset]);
  if (moved.some((path) => isBelow(target, path))) throw new CannotEdit('intoItself');
  const sameList = target.join('/') === list.join('/');
  if (sameList && at >= index && at <= index + count) return;
  writeOutAliases(draft, moved, true);
  writeOutAliases(draft, [target]);
  const items = itemsOf(draft, list, index, count);
  takeItems(draft, list, index, count);
  putItems(draft, afterTaking(target, list, index, count), sameList && at > index ? at - count : at, items);
}

/** Where a list is once steps before it, or before what it is in, are gone. */
function afterTaking(target: SourcePath, list: SourcePath, index: number, count: number): SourcePath {
  const position = target[list.length];
  const passes = isBelow(target, list) && typeof position === 'number' && position >= index + count;
  return passes ? [...list, position - count, ...target.slice(list.length + 1)] : target;
}
