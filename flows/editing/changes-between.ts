import { childLists } from '#flows/language/child-lists.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { sameJson } from './set-value.ts';

/** A text of a flow: its meaning, and the document as its author wrote it. */
export interface WrittenFlow {
  flow: Flow;
  written: JsonObject;
}

/** What became of a step, or of one field of a step, of the trigger (`$trigger`) or of the flow (no step). */
export type FlowChange =
  | { kind: 'added' | 'removed' | 'moved'; step: string }
  | { kind: 'set'; step?: string; field: Pointer; before?: Json; after?: Json };

/** Where a step stands, and its document without the steps inside it. */
interface Placed {
  list: string;
  parent: string | undefined;
  fields: JsonObject;
}

/**
 * What is different in a flow, for people: steps by their ids, fields one by one. Of steps that came or went with the one
 * around them only that one is told.
 */
export function changesBetween(before: WrittenFlow, after: WrittenFlow): FlowChange[] {
  const [were, are] = [stepsOf(before), stepsOf(after)];
  const removed = [...were].filter(([id, { parent }]) => !are.has(id) && (!parent || are.has(parent)));
  const moved = movedIn(were, are);
  const ofSteps = [...are].flatMap(([step, { parent, fields }]): FlowChange[] => {
    const was = were.get(step);
    if (!was) return parent !== undefined && !were.has(parent) ? [] : [{ kind: 'added', step }];
    return [...(moved.has(step) ? [{ kind: 'moved' as const, step }] : []), ...fieldChanges(was.fields, fields, step)];
  });
  const { steps: _before, trigger: wasTrigger, ...head } = before.written;
  const { steps: _after, trigger, ...newHead } = after.written;
  return [
    ...fieldChanges(head, newHead),
    ...fieldChanges(mapOf(wasTrigger), mapOf(trigger), '$trigger'),
    ...removed.map(([step]): FlowChange => ({ kind: 'removed', step })),
    ...ofSteps,
  ];
}

/** Every step by its id, in the order of the document. */
function stepsOf({ flow, written }: WrittenFlow): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  visit(flow.steps, '', undefined);
  return placed;

  function visit(steps: readonly Step[], list: string, parent: string | undefined): void {
    for (const step of steps) {
      const inside = childLists(step);
      placed.set(step.id, { list, parent, fields: withoutLists(mapOf(valueAt(written, step.pointer)), inside) });
      for (const { path, steps: inner } of inside) visit(inner, [step.id, ...path].join('/'), step.id);
    }
  }
}

/** The document of a step without the lists of steps inside it; the names of its ways stay. */
function withoutLists(document: JsonObject, lists: readonly { path: readonly string[] }[]): JsonObject {
  return lists.reduce((fields, { path }) => without(fields, path), document);
}

function without(document: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const { [key]: inner, ...others } = document;
  if (inner === undefined) return document;
  if (rest.length === 0) return others;
  return { ...others, [key]: isObject(inner) ? without(inner, rest) : inner };
}

/** Steps that stand in another list, or in their list before or behind others than they did. */
function movedIn(were: Map<string, Placed>, are: Map<string, Placed>): Set<string> {
  const stayed = [...are].filter(([id, { list }]) => were.get(id)?.list === list);
  const order = new Map([...were.keys()].map((id, index) => [id, index]));
  const moved = new Set([...are.keys()].filter((id) => were.has(id) && were.get(id)!.list !== are.get(id)!.list));
  for (const ids of Map.groupBy(stayed, ([, { list }]) => list).values()) {
    const kept = longestRising(ids.map(([id]) => order.get(id)!));
    for (const [id] of ids) if (!kept.has(order.get(id)!)) moved.add(id);
  }
  return moved;
}

/** The numbers of a longest part of a row that only rises: those that need not be moved. */
function longestRising(row: readonly number[]): Set<number> {
  const before: number[] = [];
  const ends: number[] = [];
  for (const [at, number] of row.entries()) {
    const found = ends.findIndex((end) => row[end]! >= number);
    const length = found < 0 ? ends.length : found;
    before[at] = length > 0 ? ends[length - 1]! : -1;
    ends[length] = at;
  }
  const kept = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) kept.add(row[at]!);
  return kept;
}

function fieldChanges(before: JsonObject, after: JsonObject, step?: string, path: Pointer = []): FlowChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key): FlowChange[] => {
    const [was, is] = [before[key], after[key]];
    const field = [...path, key];
    if (was !== undefined && is !== undefined && sameJson(was, is)) return [];
    if (isObject(was) && isObject(is)) return fieldChanges(was, is, step, field);
    return [
      {
        kind: 'set',
        ...(step !== undefined && { step }),
        field,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      },
    ];
  });
}

function valueAt(document: Json, path: Pointer): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, key) => (value as Record<string | number, Json> | undefined)?.[key],
    document,
  );
}

function mapOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
