import type { Gap } from '#flows/editing/command.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { StepPlace } from '../compile/protocol.ts';

/** The gap behind a step, in its own list; behind the trigger the flow begins. Undefined for a step that is not there. */
export function gapAfter(places: readonly StepPlace[], id: string): Gap | undefined {
  const spot = spotOf(places, id);
  if (spot) return { ...spot.list, index: spot.index + 1 };
  return places.some((each) => each.id === id) ? { index: 0 } : undefined;
}

/**
 * Where a step goes when it is moved one place up: before the one above it, or out of the branch that it begins.
 * Undefined where nothing is above it.
 */
export function gapAbove(places: readonly StepPlace[], id: string): Gap | undefined {
  const spot = spotOf(places, id);
  if (!spot) return undefined;
  if (spot.index > 0) return { ...spot.list, index: spot.index - 1 };
  const around = spot.list.step === undefined ? undefined : spotOf(places, spot.list.step);
  return around && { ...around.list, index: around.index };
}

/** Where a step goes when it is moved one place down: behind the one below it, or out of the branch that it ends. */
export function gapBelow(places: readonly StepPlace[], id: string): Gap | undefined {
  const spot = spotOf(places, id);
  if (!spot) return undefined;
  if (spot.index + 1 < spot.length) return { ...spot.list, index: spot.index + 2 };
  const around = spot.list.step === undefined ? undefined : spotOf(places, spot.list.step);
  return around && { ...around.list, index: around.index + 1 };
}

/** Whether steps stand side by side in one list. */
export function areTogether(places: readonly StepPlace[], ids: readonly string[]): boolean {
  const spots = ids.map((id) => spotOf(places, id)).sort((a, b) => (a?.index ?? 0) - (b?.index ?? 0));
  return spots.every((spot, i) => inOneList(spot, spots[0]) && spot?.index === (spots[0]?.index ?? 0) + i);
}

/** Steps from one, which comes first, to another, which comes last; only the last when they are not in one list. */
export function stepsBetween(places: readonly StepPlace[], from: string, to: string): string[] {
  const [start, end] = [spotOf(places, from), spotOf(places, to)];
  if (from === to || !start || !end || !inOneList(start, end)) return [to];
  const [first, last] = [Math.min(start.index, end.index), Math.max(start.index, end.index)];
  const between = places.flatMap(({ id }) => {
    const spot = spotOf(places, id);
    return spot && inOneList(spot, end) && spot.index > first && spot.index < last ? [id] : [];
  });
  return [from, ...between, to];
}

/** Of some steps those that are not inside another of them, in the order of the flow. */
export function outermost(places: readonly StepPlace[], ids: ReadonlySet<string>): string[] {
  const chosen = places.filter(({ id }) => ids.has(id));
  return chosen.filter(({ pointer }) => !chosen.some((each) => startsWith(pointer, each.pointer))).map(({ id }) => id);
}

function inOneList(one: Spot | undefined, other: Spot | undefined): boolean {
  const key = (spot: Spot | undefined) => spot && [spot.list.step ?? '', ...(spot.list.branch ?? [])].join('/');
  return one !== undefined && key(one) === key(other);
}

/** The list that a step is in, and where. */
interface Spot {
  list: Omit<Gap, 'index'>;
  index: number;
  length: number;
}

function spotOf(places: readonly StepPlace[], id: string): Spot | undefined {
  const pointer = places.find((each) => each.id === id)?.pointer;
  const index = pointer?.at(-1);
  if (!pointer || typeof index !== 'number') return undefined;
  const list = pointer.slice(0, -1);
  const length = places.filter(
    (each) => each.pointer.length === pointer.length && startsWith(each.pointer, list),
  ).length;
  const around = innermost(places.filter((each) => each.pointer.length > 1 && startsWith(list, each.pointer)));
  if (!around) return { list: {}, index, length };
  return { list: { step: around.id, branch: list.slice(around.pointer.length).map(String) }, index, length };
}

function innermost(places: readonly StepPlace[]): StepPlace | undefined {
  return [...places].sort((a, b) => b.pointer.length - a.pointer.length)[0];
}

function startsWith(path: Pointer, start: Pointer): boolean {
  return start.length < path.length && start.every((part, i) => path[i] === part);
}
