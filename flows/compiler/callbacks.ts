import { insideOf } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';

/** A wait for a callback, with the ids of the loops and repeats around it, the outermost first. */
export interface CallbackPlace {
  id: string;
  loops: readonly string[];
}

/** The enabled waits for a callback in a list of steps, in the order of the document. */
export function callbacksIn(steps: readonly Step[], loops: readonly string[] = []): CallbackPlace[] {
  return steps.flatMap((step): CallbackPlace[] => {
    if (step.disabled) return [];
    const own = step.kind === 'wait' && step.wait.kind === 'callback' ? [{ id: step.id, loops }] : [];
    const around = (list: readonly Step[]) =>
      (step.kind === 'forEach' || step.kind === 'repeat') && list === step.steps ? [...loops, step.id] : loops;
    return [...own, ...insideOf(step).flatMap((list) => callbacksIn(list, around(list)))];
  });
}

/** Those whose address is known where these loops are around: they stand in all of them or fewer, and in no other. */
export function callbacksSeen(callbacks: readonly CallbackPlace[], loops: readonly string[]): CallbackPlace[] {
  return callbacks.filter((callback) => callback.loops.every((loop, index) => loop === loops[index]));
}
