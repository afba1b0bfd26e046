import type { Gap } from '../command.ts';
import type { Draft } from '../draft.ts';
import { freeName } from '../free-name.ts';
import type { Item } from '../list-item.ts';
import { type Renaming, renameVariables } from '../rename-variables.ts';
import type { SourcePath } from '../source-tree.ts';
import { itemsOf, lengthOf, listOfGap, putItems, togetherOf } from '../step-lists.ts';
import { eachStepIn, listsAt, takenNames, textAt } from '../steps-in.ts';
import { writeOutAliases } from '../write-out.ts';

/** Copies steps that lie side by side into a gap; the copies get names of their own. Returns the id of the first. */
export function copySteps(draft: Draft, ids: readonly string[], gap: Gap): string {
  const { list, index, count } = togetherOf(draft, ids);
  return putCopies(draft, gap, itemsOf(draft, list, index, count));
}

/** Puts steps into a gap under names that are free, in their own expressions too. Returns the id of the first. */
export function putCopies(draft: Draft, gap: Gap, items: readonly Item[]): string {
  const list = listOfGap(draft, gap);
  writeOutAliases(draft, [list]);
  const taken = takenNames(draft.source.root);
  const at = Math.min(gap.index, lengthOf(draft, list));
  putItems(draft, list, at, items);
  const copies = items.map((_, offset): SourcePath => [...list, at + offset]);
  const renamings = copies
    .flatMap((copy) => namesIn(draft, copy))
    .flatMap(({ path, from }): Renaming[] => {
      const to = freeName(from, taken);
      taken.add(to);
      return to === from ? [] : [{ path, from, to }];
    });
  if (renamings.length > 0) renameVariables(draft, renamings, copies);
  return textAt(draft.source.root, [...list, at, 'id']) ?? '';
}

/** The names that a step and the steps inside it bring. */
function namesIn({ source }: Draft, step: SourcePath): { path: SourcePath; from: string }[] {
  const own = { path: step };
  const inner = listsAt(source.root, step).flatMap((list) => [...eachStepIn(source.root, list)]);
  return [own, ...inner].flatMap(({ path }) =>
    ['id', 'as'].flatMap((field) => {
      const from = textAt(source.root, [...path, field]);
      return from === undefined ? [] : [{ path: [...path, field], from }];
    }),
  );
}
