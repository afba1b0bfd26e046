import { textLimit, textSize } from '#flows/language/text-size.ts';
import type { Gap } from '../command.ts';
import type { Draft } from '../draft.ts';
import { type Item, itemAt } from '../list-item.ts';
import { readSource, type Source } from '../read-source.ts';
import { CannotEdit } from '../refuse.ts';
import { childOf, jsonOf, type ListSource, resolved } from '../source-tree.ts';
import { textAt } from '../steps-in.ts';
import { putCopies } from './copy.ts';

/** Puts the steps of a text into a gap: one step, a list of them, or those of a whole flow. Returns the id of the first. */
export function pasteSteps(draft: Draft, gap: Gap, text: string): string {
  // Reading it first would keep the person waiting for the same answer.
  if (textSize(text) > textLimit) throw new CannotEdit('tooLarge', { limit: String(textLimit / 1024) });
  const source = readSource(text, /^\s*[[{]/.test(text) ? 'json' : 'yaml') ?? readSource(text, 'yaml');
  const items = source ? stepsOf(source) : [];
  if (items.length === 0) throw new CannotEdit('nothingToPaste');
  return putCopies(draft, gap, items);
}

function stepsOf(source: Source): Item[] {
  const root = resolved(source.root);
  if (root.kind === 'list') return steps(source, root);
  const own = childOf(root, 'steps');
  if (own && resolved(own).kind === 'list') return steps(source, resolved(own) as ListSource);
  return root.kind === 'map' && textAt(root, ['id']) !== undefined ? [{ value: jsonOf(root) }] : [];
}

function steps(source: Source, list: ListSource): Item[] {
  const isStep = list.items.every(({ node }) => textAt(node, ['id']) !== undefined);
  return isStep ? list.items.map((_, index) => itemAt(source, list, index)) : [];
}
