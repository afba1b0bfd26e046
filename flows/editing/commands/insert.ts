import type { Json } from '#flows/language/json.ts';
import type { Gap } from '../command.ts';
import type { Draft } from '../draft.ts';
import { CannotEdit } from '../refuse.ts';
import { lengthOf, listOfGap, putItems } from '../step-lists.ts';
import { takenNames } from '../steps-in.ts';
import { writeOutAliases } from '../write-out.ts';

/** Puts a new step into a gap; returns its id. */
export function insertStep(draft: Draft, gap: Gap, step: { [field: string]: Json }): string {
  const id = String(step.id ?? '');
  if (takenNames(draft.source.root).has(id)) throw new CannotEdit('nameTaken', { name: id });
  const list = listOfGap(draft, gap);
  writeOutAliases(draft, [list]);
  putItems(draft, list, Math.min(gap.index, lengthOf(draft, list)), [{ value: step }]);
  return id;
}
