import type { Flow, Step } from '#flows/language/flow.ts';
import { type Block, type Column, card, emptyBlock, fork, loop, stack } from './block.ts';
import type { Drawing } from './drawing.ts';

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
  switch (step.kind) {
    case 'if':
      return fork(head, [
        { label: { word: 'yes' }, block: listOf(step.then), dashed: false },
        { label: { word: 'no' }, block: listOf(step.else), dashed: false },
      ]);
    case 'switch':
      return fork(head, [
        ...step.cases.map(
          (each): Column => ({ label: { text: each.match }, block: listOf(each.steps), dashed: false }),
        ),
        { label: { word: 'otherwise' }, block: listOf(step.default), dashed: false },
      ]);
    case 'parallel':
      if (step.branches.length === 0) return head;
      return fork(
        head,
        step.branches.map((each) => ({ label: { text: each.name }, block: listOf(each.steps), dashed: false })),
      );
    case 'try':
      return fork(head, [
        { label: { word: 'tried' }, block: listOf(step.steps), dashed: false },
        { label: { word: 'failed' }, block: listOf(step.catch), dashed: true },
      ]);
    case 'forEach':
    case 'repeat':
      return loop(head, listOf(step.steps));
    case 'action':
    case 'wait':
    case 'set':
    case 'call':
    case 'stop':
      return head;
  }
}

function listOf(steps: Step[]): Block {
  return stack(steps.map(blockOf));
}
