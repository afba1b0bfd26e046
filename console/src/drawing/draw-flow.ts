import { ownLists } from '#flows/language/child-lists.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import { type Block, type Column, card, emptyBlock, fork, loop, stack } from './block.ts';
import type { Drawing, DrawnLabel } from './drawing.ts';

/** The id under which the trigger's card stands. */
export const triggerId = '$trigger';

/** Lays a flow out from top to bottom: the same flow always gives the same drawing. */
export function drawFlow(flow: Pick<Flow, 'steps'>): Drawing {
  const block = stack([card(triggerId, undefined), ...flow.steps.map(blockOf)]);
  const drawing: Drawing = { width: block.width, height: block.height, steps: [], lines: [], labels: [], frames: [] };
  block.draw(0, 0, drawing, false);
  return drawing;
}

function blockOf(step: Step): Block {
  const own = ownBlock(step);
  if (!Array.isArray(step.onError)) return own;
  return fork(own, [
    { label: { word: 'went' }, block: emptyBlock(), dashed: false },
    { label: { word: 'failed' }, block: listOf(step.onError), dashed: true },
  ]);
}

function ownBlock(step: Step): Block {
  const head = card(step.id, step);
  const [first, ...others] = ownLists(step);
  if (!first) return head;
  const isRound = first.role === 'item' || first.role === 'round';
  return isRound ? loop(head, listOf(first.steps)) : fork(head, [first, ...others].map(columnOf));
}

function columnOf({ role, path, steps }: ChildList): Column {
  const [field = '', name] = path;
  const label = name === undefined ? labelOf(field) : { text: name };
  return { label, block: listOf(steps), dashed: role === 'caught' };
}

const words = new Map<string, DrawnLabel['word']>([
  ['then', 'yes'],
  ['else', 'no'],
  ['default', 'otherwise'],
  ['try', 'tried'],
  ['catch', 'failed'],
]);

function labelOf(field: string): Column['label'] {
  const word = words.get(field);
  return word ? { word } : { text: field };
}

function listOf(steps: Step[]): Block {
  return stack(steps.map(blockOf));
}
