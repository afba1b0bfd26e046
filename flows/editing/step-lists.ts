import type { Gap } from './command.ts';
import type { Draft } from './draft.ts';
import { insertItems, removeItems } from './edit-list.ts';
import { slotAt } from './edit-value.ts';
import { type Item, itemAt } from './list-item.ts';
import { CannotEdit } from './refuse.ts';
import { setValue } from './set-value.ts';
import { resolved, type SourcePath, treeAt } from './source-tree.ts';
import { type FoundStep, findStep } from './steps-in.ts';

/** The step with an id; refuses when there is none. */
export function stepOf(draft: Draft, id: string): FoundStep {
  const found = findStep(draft.source.root, id);
  if (!found) throw new CannotEdit('noStep', { step: id });
  return found;
}

/** The path of a gap's list; the list itself may not be written yet. */
export function listOfGap(draft: Draft, { step, branch = [] }: Gap): SourcePath {
  if (step === undefined) return ['steps'];
  const path = [...stepOf(draft, step).path, ...branch];
  const tree = treeAt(draft.source.root, path);
  const missing = tree === undefined || (tree.kind === 'scalar' && tree.value === null);
  if (branch.length === 0 || (!missing && resolved(tree).kind !== 'list')) {
    throw new CannotEdit('noList', { step, branch: branch.join('.') });
  }
  return path;
}

/** How many steps a list has; none when it is not written. */
export function lengthOf(draft: Draft, list: SourcePath): number {
  const tree = treeAt(draft.source.root, list);
  return tree?.kind === 'list' ? tree.items.length : 0;
}

/** Steps that lie side by side, as they are written. */
export function itemsOf(draft: Draft, list: SourcePath, index: number, count: number): Item[] {
  const tree = treeAt(draft.source.root, list);
  if (tree?.kind !== 'list') return [];
  return Array.from({ length: count }, (_, at) => itemAt(draft.source, tree, index + at));
}

/** Puts steps into a list, which is written where it was not. */
export function putItems(draft: Draft, list: SourcePath, index: number, items: readonly Item[]): void {
  if (items.length === 0) return;
  if (!treeAt(draft.source.root, list)) setValue(draft, list, []);
  const slot = slotAt(draft.source, list);
  if (slot) draft.change(insertItems(draft.source, slot, index, items));
}

/** Takes steps that lie side by side out of their list. */
export function takeItems(draft: Draft, list: SourcePath, index: number, count: number): void {
  const slot = slotAt(draft.source, list);
  const tree = treeAt(draft.source.root, list);
  if (slot && tree?.kind === 'list') draft.change(removeItems(draft.source, slot, tree, index, count));
}

/** Steps that lie side by side in one list, in its order; refuses others. */
export function togetherOf(draft: Draft, ids: readonly string[]): { list: SourcePath; index: number; count: number } {
  const found = ids.map((id) => stepOf(draft, id)).sort((a, b) => a.index - b.index);
  const [first] = found;
  if (!first) throw new CannotEdit('noStep', { step: '' });
  const together = found.every(
    ({ list, index }, at) => index === first.index + at && list.join('/') === first.list.join('/'),
  );
  if (!together) throw new CannotEdit('notTogether');
  return { list: first.list, index: first.index, count: found.length };
}
