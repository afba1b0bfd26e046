import type { Gap } from '#flows/editing/command.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { StepPlace } from '../compile/protocol.ts';

/** The gap behind a step, in its own list; behind the trigger the flow begins. Undefined for a step that is not there. */
export function gapAfter(places: readonly StepPlace[], id: string): Gap | undefined {
  const pointer = places.find((each) => each.id === id)?.pointer;
  const index = pointer?.at(-1);
  if (!pointer) return undefined;
  if (typeof index !== 'number') return { index: 0 };
  const list = pointer.slice(0, -1);
  const around = places.filter((each) => each.pointer.length > 1 && startsWith(list, each.pointer));
  const inner = around.reduce<StepPlace | undefined>(
    (longest, each) => (longest && longest.pointer.length >= each.pointer.length ? longest : each),
    undefined,
  );
  if (!inner) return { index: index + 1 };
  return { step: inner.id, branch: list.slice(inner.pointer.length).map(String), index: index + 1 };
}

function startsWith(path: Pointer, start: Pointer): boolean {
  return start.length < path.length && start.every((part, i) => path[i] === part);
}
