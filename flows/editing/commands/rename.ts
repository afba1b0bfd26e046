import { stepIdPattern } from '#flows/language/document-parts.ts';
import type { Draft } from '../draft.ts';
import { CannotEdit } from '../refuse.ts';
import { renameVariables } from '../rename-variables.ts';
import type { SourcePath } from '../source-tree.ts';
import { stepOf } from '../step-lists.ts';
import { takenNames } from '../steps-in.ts';
import { writeOutAliases } from '../write-out.ts';

/** Gives a step another id, also in every expression that names it; returns the paths of those. */
export function renameStep(draft: Draft, id: string, to: string): SourcePath[] {
  const { path } = stepOf(draft, id);
  if (to === id) return [];
  if (!stepIdPattern.test(to)) throw new CannotEdit('badName', { name: to });
  if (takenNames(draft.source.root).has(to)) throw new CannotEdit('nameTaken', { name: to });
  const named = [...path, 'id'];
  writeOutAliases(draft, [named]);
  return renameVariables(draft, [{ path: named, from: id, to }], [[]]);
}
