import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Draft } from './draft.ts';
import { type FlowModel, listPlace, listsOf, rootList, writeModel, writeStep } from './flow-model.ts';
import { type Item, itemAt } from './list-item.ts';
import type { Source } from './read-source.ts';
import { sameJson, setValue } from './set-value.ts';
import { type SourcePath, treeAt } from './source-tree.ts';
import { itemsOf, putItems, takeItems } from './step-lists.ts';
import { eachStepIn, findStep } from './steps-in.ts';

/**
 * Makes the text of a draft say what a model says, by ids: steps move with their comments, and what is new is written as
 * it is in the other text. The text has no aliases, and each of its steps has an id of its own.
 */
export function bringTo(draft: Draft, model: FlowModel, base: Source, other: Source): void {
  bringList(draft, model, rootList, base, other);
  for (let gone = stepOutside(draft, model); gone; gone = stepOutside(draft, model))
    takeItems(draft, gone.list, gone.index, 1);
  setValue(draft, [], writeModel(model));
}

/** Puts the steps of a list where they belong, one behind the other, and then those inside them. */
function bringList(draft: Draft, model: FlowModel, list: string, base: Source, other: Source): void {
  const { step: around, path } = listPlace(list);
  const placeOf = (): SourcePath =>
    around === undefined ? path : [...(findStep(draft.source.root, around)?.path ?? []), ...path];
  let before = -1;
  for (const id of model.lists.get(list) ?? []) {
    const found = findStep(draft.source.root, id);
    const here = placeOf();
    const newer = found && newerItem(draft.source, model, id, base, other);
    if (found && !newer && samePath(found.list, here) && found.index > before) {
      before = found.index;
      continue;
    }
    const own = found ? itemsOf(draft, found.list, found.index, 1)[0] : undefined;
    const item = newer ?? own ?? itemFrom(other, model, id);
    if (found) takeItems(draft, found.list, found.index, 1);
    // What was taken out before them moves those behind it.
    const moved = found && samePath(found.list, here) && found.index <= before;
    before = moved ? before : before + 1;
    putItems(draft, placeOf(), before, [item]);
  }
  for (const id of model.lists.get(list) ?? []) {
    const step = model.steps.get(id);
    for (const inner of step ? listsOf(id, step) : []) bringList(draft, model, inner, base, other);
  }
}

/** A step as it stands in the other text, when it stands in this one as it always did and only the other is up to date. */
function newerItem(own: Source, model: FlowModel, id: string, base: Source, other: Source): Item | undefined {
  const [here, before, there] = [own, base, other].map((source) => itemOf(source, id));
  if (!here?.lines || !before?.lines || !there || sameJson(here.value, there.value)) return undefined;
  const untouched = here.lines.join('\n').trim() === before.lines.join('\n').trim();
  return untouched && sameJson(there.value, writeStep(model, id)) ? there : undefined;
}

/** A new step as it stands in the other text when it is the same there; otherwise without its steps, which come later. */
function itemFrom(other: Source, model: FlowModel, id: string): Item {
  const value = writeStep(model, id);
  const there = itemOf(other, id);
  return there && sameJson(there.value, value) ? there : { value: withoutSteps(model, id, value) };
}

function itemOf(source: Source, id: string): Item | undefined {
  const found = findStep(source.root, id);
  const tree = found && treeAt(source.root, found.list);
  return found && tree?.kind === 'list' ? itemAt(source, tree, found.index) : undefined;
}

function withoutSteps(model: FlowModel, id: string, value: JsonObject): Json {
  const step = model.steps.get(id);
  if (!step) return value;
  const empty = { ...model, lists: new Map(model.lists) };
  for (const list of listsOf(id, step)) empty.lists.set(list, []);
  return writeStep(empty, id);
}

function stepOutside(draft: Draft, model: FlowModel) {
  return [...eachStepIn(draft.source.root)].find(({ id }) => id === undefined || !model.steps.has(id));
}

function samePath(left: SourcePath, right: SourcePath): boolean {
  return left.length === right.length && left.every((part, index) => String(part) === String(right[index]));
}
