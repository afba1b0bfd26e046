import { renameStep } from './commands/rename.ts';
import { Draft } from './draft.ts';
import { type FlowModel, listKey, listMark, listPlace, readModel } from './flow-model.ts';
import type { Source } from './read-source.ts';
import { CannotEdit } from './refuse.ts';
import { sameJson } from './set-value.ts';
import { jsonOf } from './source-tree.ts';

/** A step that has another id. */
export interface Rename {
  from: string;
  to: string;
}

/**
 * Steps that have another id in the later text: one is gone, and where it stood is a new one that says as good as the
 * same.
 */
export function renamesOf(before: Source, after: Source): Rename[] {
  const [old, now] = [readModel(jsonOf(before.root)), readModel(jsonOf(after.root))];
  if (!old || !now) return [];
  const renames: Rename[] = [];
  const current = (id: string) => renames.find(({ from }) => from === id)?.to ?? id;
  for (const [list, ids] of old.lists) {
    const { step, path } = listPlace(list);
    const there = now.lists.get(listKey(step === undefined ? undefined : current(step), path)) ?? [];
    const gone = ids.filter((id) => !now.steps.has(id));
    const fresh = there.filter((id) => !old.steps.has(id));
    for (const from of gone) {
      const taken = new Set(renames.map(({ to }) => to));
      const to = fresh.find(
        (id) =>
          !taken.has(id) &&
          isSameStep(old, from, now, id, ids.length === there.length && ids.indexOf(from) === there.indexOf(id)),
      );
      if (to !== undefined) renames.push({ from, to });
    }
  }
  return renames;
}

/** Whether most of what two steps say is the same; half of it is enough for one that stands in the same place. */
function isSameStep(old: FlowModel, from: string, now: FlowModel, to: string, samePlace: boolean): boolean {
  const [left, right] = [old.steps.get(from)?.fields ?? {}, now.steps.get(to)?.fields ?? {}];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  keys.delete('id');
  const told = [...keys].filter((key) => left[key] !== listMark || right[key] !== listMark);
  const same = told.filter(
    (key) => Object.hasOwn(left, key) && Object.hasOwn(right, key) && sameJson(left[key]!, right[key]!),
  );
  const most = told.length === 0 ? keys.size > 0 : same.length > told.length / 2;
  return most || (samePlace && same.length >= told.length / 2 && told.length > 0);
}

/** The text after some renames, expressions included; one that is not possible in it is left out. */
export function withRenames(source: Source, renames: readonly Rename[]): Source {
  const draft = new Draft(source);
  for (const { from, to } of renames) {
    try {
      renameStep(draft, from, to);
    } catch (error) {
      if (!(error instanceof CannotEdit)) throw error;
    }
  }
  return draft.source;
}
