import { isObject, type Json } from '#flows/language/json.ts';
import type { Draft } from '../draft.ts';
import { CannotEdit } from '../refuse.ts';
import { resolved, type SourcePath, treeAt } from '../source-tree.ts';
import { itemsOf, lengthOf, putItems, stepOf, takeItems, togetherOf } from '../step-lists.ts';
import { listsAt, takenNames } from '../steps-in.ts';
import { writeOutAliases } from '../write-out.ts';

/** Puts a new container around steps that lie side by side: they become a branch of it. Returns its id. */
export function wrapSteps(
  draft: Draft,
  ids: readonly string[],
  container: { [field: string]: Json },
  branch: readonly string[],
): string {
  const { list, index, count } = togetherOf(draft, ids);
  const id = String(container.id ?? '');
  if (takenNames(draft.source.root).has(id)) throw new CannotEdit('nameTaken', { name: id });
  const paths = Array.from({ length: count }, (_, offset): SourcePath => [...list, index + offset]);
  writeOutAliases(draft, paths, true);
  const items = itemsOf(draft, list, index, count);
  putItems(draft, list, index, [{ value: withBranch(container, branch) }]);
  takeItems(draft, list, index + 1, count);
  putItems(draft, [...list, index, ...branch], 0, items);
  return id;
}

function withBranch(
  container: { [field: string]: Json },
  [field = '', ...rest]: readonly string[],
): { [field: string]: Json } {
  const inner = container[field];
  const map = isObject(inner) ? inner : {};
  return { ...container, [field]: rest.length === 0 ? [] : withBranch(map, rest) };
}

/** The steps of one branch, by default the first, take the place of their container. */
export function unwrapStep(draft: Draft, id: string, branch: readonly string[] | undefined): void {
  const { list, index, path } = stepOf(draft, id);
  writeOutAliases(draft, [path], true);
  const lists = listsAt(draft.source.root, path);
  // What runs when the step fails is written first now and then; it is not what the step holds.
  const inner = branch ? [...path, ...branch] : (lists.find((each) => each.at(-1) !== 'onError') ?? lists[0]);
  const tree = inner && treeAt(draft.source.root, inner);
  if (!tree || resolved(tree).kind !== 'list') throw new CannotEdit('nothingInside', { step: id });
  const items = itemsOf(draft, inner, 0, lengthOf(draft, inner));
  putItems(draft, list, index, items);
  takeItems(draft, list, index + items.length, 1);
}
