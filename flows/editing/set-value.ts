import { isObject, type Json } from '#flows/language/json.ts';
import type { Draft } from './draft.ts';
import { insertItems, removeItems } from './edit-list.ts';
import { addEntry, removeEntry } from './edit-map.ts';
import { replaceValue, slotAt } from './edit-value.ts';
import { CannotEdit } from './refuse.ts';
import { jsonOf, type SourcePath, type SourceTree, treeAt } from './source-tree.ts';

/**
 * Gives the value at a path another value, touching only what differs; undefined takes it out. Maps that are missing on
 * the way are written. The aliases on the way must be written out.
 */
export function setValue(draft: Draft, path: SourcePath, value: Json | undefined): void {
  const tree = treeAt(draft.source.root, path);
  if (value === undefined) {
    if (tree) takeOut(draft, path);
  } else if (!tree) add(draft, path, value);
  else if (!sameJson(jsonOf(tree), value)) change(draft, path, tree, value);
}

function change(draft: Draft, path: SourcePath, tree: SourceTree, value: Json): void {
  const slot = slotAt(draft.source, path);
  if (tree.kind === 'map' && isObject(value)) {
    const keys = tree.entries.map(({ key }) => key);
    setEntries(draft, path, keys, value);
  } else if (tree.kind === 'list' && Array.isArray(value)) setItems(draft, path, jsonOf(tree) as Json[], value);
  else if (slot) draft.change(replaceValue(draft.source, slot, value));
  else throw new CannotEdit('noField', { field: path.join('.') });
}

function setEntries(draft: Draft, path: SourcePath, keys: readonly string[], value: { [key: string]: Json }): void {
  for (const [key, each] of Object.entries(value)) setValue(draft, [...path, key], each);
  for (const key of keys) if (!Object.hasOwn(value, key)) setValue(draft, [...path, key], undefined);
}

/** What is the same at both ends stays; what is between is changed in place, and the rest added or taken out. */
function setItems(draft: Draft, path: SourcePath, before: readonly Json[], after: readonly Json[]): void {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameJson(before[head] as Json, after[head] as Json)) head += 1;
  let tail = 0;
  while (tail < shorter - head && sameJson(before.at(-1 - tail) as Json, after.at(-1 - tail) as Json)) tail += 1;
  const changed = shorter - head - tail;
  for (let index = head; index < head + changed; index += 1) setValue(draft, [...path, index], after[index]);
  const added = after.slice(head + changed, after.length - tail);
  const slot = slotAt(draft.source, path);
  if (added.length > 0 && slot) {
    draft.change(
      insertItems(
        draft.source,
        slot,
        head + changed,
        added.map((each) => ({ value: each })),
      ),
    );
  }
  const gone = before.length - tail - head - changed;
  const list = treeAt(draft.source.root, path);
  if (gone > 0 && slot && list?.kind === 'list') {
    draft.change(removeItems(draft.source, slot, list, head + changed, gone));
  }
}

function add(draft: Draft, path: SourcePath, value: Json): void {
  const above = path.slice(0, -1);
  const key = path.at(-1) as string | number;
  const parent = treeAt(draft.source.root, above);
  const slot = slotAt(draft.source, above);
  if (!parent || (parent.kind === 'scalar' && parent.value === null)) {
    setValue(draft, above, typeof key === 'number' ? [value] : { [key]: value });
  } else if (parent.kind === 'list' && Number(key) === parent.items.length && slot) {
    draft.change(insertItems(draft.source, slot, parent.items.length, [{ value }]));
  } else if (parent.kind === 'map') draft.change(addEntry(draft.source, above, parent, String(key), value));
  else throw new CannotEdit('noField', { field: path.join('.') });
}

function takeOut(draft: Draft, path: SourcePath): void {
  const above = path.slice(0, -1);
  const parent = treeAt(draft.source.root, above);
  const key = path.at(-1);
  const slot = slotAt(draft.source, above);
  const entry = parent?.kind === 'map' ? parent.entries.find((each) => each.key === String(key)) : undefined;
  if (parent?.kind === 'list' && slot) draft.change(removeItems(draft.source, slot, parent, Number(key), 1));
  else if (parent?.kind === 'map' && entry) draft.change(removeEntry(draft.source, above, parent, entry));
}

/** Two values that mean the same; the order of keys means nothing. */
export function sameJson(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => sameJson(each, right[index] as Json));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    const same = (key: string) => Object.hasOwn(right, key) && sameJson(left[key] as Json, right[key] as Json);
    return keys.length === Object.keys(right).length && keys.every(same);
  }
  return left === right;
}
