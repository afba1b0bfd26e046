import { isLoop, ownLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { Known } from '../shape/shape.ts';
import type { Checking } from './checking.ts';
import { runWithin } from './scope.ts';

/** `$run` as the steps of a loop see it: which callbacks have an address there. */
export function runInLoop(checking: Checking, step: Step): Known {
  const around = checking.declarations.filter(
    ({ kind, step: loop, pointer }) =>
      kind === 'step' &&
      isLoop(loop) &&
      pointer.every((key, index) => key === step.pointer[index]) &&
      (pointer.length === step.pointer.length ||
        ownLists(loop).some(({ path }) => path[0] === step.pointer[pointer.length])),
  );
  return runWithin(
    checking,
    around.map(({ name }) => name),
  );
}
