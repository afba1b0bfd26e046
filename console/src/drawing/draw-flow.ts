import type { Gap } from '#flows/editing/command.ts';
import { isLoop, ownLists } from '#flows/language/child-lists.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import { type Block, type Column, card, emptyBlock, fork, loop, stack } from './block.ts';
import { branchLabel } from './branch-label.ts';
import type { Drawing } from './drawing.ts';

/** The id under which the trigger's card stands. */
export const triggerId = '$trigger';

interface How {
  /** Ids of steps whose inside is not drawn. */
  collapsed?: ReadonlySet<string>;
  /** With gaps for new steps, and a line that leads to the last of them. */
  edited?: boolean;
}

/** Lays a flow out from top to bottom: the same flow always gives the same drawing. */
export function drawFlow(flow: Pick<Flow, 'steps'>, how: How = {}): Drawing {
  const steps = flow.steps.map((step) => blockOf(step, how));
  const block = stack([card({ id: triggerId, step: undefined }), ...steps], {}, { before: 1, edited: how.edited });
  const drawing: Drawing = {
    width: block.width,
    height: block.height,
    steps: [],
    lines: [],
    labels: [],
    frames: [],
    gaps: [],
  };
  block.draw(0, 0, drawing, how.edited ?? false);
  return drawing;
}

function blockOf(step: Step, how: How): Block {
  const own = ownBlock(step, how);
  const handler = step.onError;
  if (!Array.isArray(handler) || how.collapsed?.has(step.id)) return own;
  const list = { path: ['onError'], steps: handler };
  return fork(own, [
    { label: { word: 'went' }, block: emptyBlock(), dashed: false },
    columnOf(step.id, list, true, how),
  ]);
}

function ownBlock(step: Step, how: How): Block {
  const lists = ownLists(step);
  const hidden = how.collapsed?.has(step.id) ? eachStep([step]).length - 1 : 0;
  const head = card({ id: step.id, step, ...(hidden && { hidden }) });
  const [first] = lists;
  if (!first) return head;
  const whole = isLoop(step)
    ? loop(head, listOf(step.id, first, how))
    : fork(
        head,
        lists.map((list) => columnOf(step.id, list, list.role === 'caught', how)),
      );
  return hidden ? { ...head, open: whole.open } : whole;
}

type List = Pick<ChildList, 'path' | 'steps'>;

function columnOf(step: string, list: List, dashed: boolean, how: How): Column {
  return { label: branchLabel(list), block: listOf(step, list, how), dashed };
}

function listOf(step: string, { path, steps }: List, how: How): Block {
  const at: Omit<Gap, 'index'> = { step, branch: path };
  return stack(
    steps.map((each) => blockOf(each, how)),
    at,
    { before: 0, edited: how.edited },
  );
}
