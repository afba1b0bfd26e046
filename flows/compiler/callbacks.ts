import { childLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';

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
    const around = (role: ChildList['role']) => (role === 'item' || role === 'round' ? [...loops, step.id] : loops);
    return [...own, ...childLists(step).flatMap(({ role, steps: inside }) => callbacksIn(inside, around(role)))];
  });
}

/** Those whose address is known where these loops are around: they stand in all of them or fewer, and in no other. */
export function callbacksSeen(callbacks: readonly CallbackPlace[], loops: readonly string[]): CallbackPlace[] {
  return callbacks.filter((callback) => callback.loops.every((loop, index) => loop === loops[index]));
}
