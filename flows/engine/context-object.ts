import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { MapState } from './definition/machine.ts';
import type { Cursor } from './session.ts';

/**
 * The context object as a thread's state sees it. A child of a distributed Map has an Execution of its own, whose
 * input is the item.
 */
export function contextObject(cursor: Cursor, token?: string, item?: JsonObject): JsonObject {
  const { thread, session } = cursor;
  const task = token !== undefined && { Task: { Token: token } };
  if (session.context) return { ...session.context, ...mapContext(cursor, item), ...task };
  const retryCount = (thread.retries ?? []).reduce((sum, tries) => sum + tries, 0);
  return {
    ...executionContext(cursor),
    State: { EnteredTime: formatTime(thread.enteredAt), Name: thread.state, RetryCount: retryCount },
    StateMachine: session.execution.inner.context.StateMachine,
    ...mapContext(cursor, item),
    ...task,
  };
}

function executionContext(cursor: Cursor): JsonObject {
  const { Execution } = cursor.session.execution.inner.context;
  for (let at = cursor; at.owner; at = at.owner.cursor) {
    const { state, slot, cursor: outer } = at.owner;
    if (state.type !== 'Map' || !state.distributed) continue;
    const pending = outer.thread.pending;
    const running = pending?.kind === 'map' ? pending.running.find((one) => one.index === slot) : undefined;
    return { Execution: { ...childExecution(Execution, state, slot), Input: running?.input ?? null } };
  }
  return { Execution };
}

/** The execution that an iteration of a distributed Map is, as the context object tells of it; without its input. */
export function childExecution(parent: JsonObject, { label, name }: MapState, index: number): JsonObject {
  const child = `${label ?? name}:${index}`;
  return { ...parent, Id: `${String(parent.Id)}/${child}`, Name: child };
}

/** What `Map.Item` tells of an item; `key` is given for those of an object. */
export function mapItem(index: number, value: Json, key?: string, source = 'STATE_DATA'): JsonObject {
  return { Index: index, ...(key !== undefined && { Key: key }), Value: value, Source: source };
}

function mapContext(cursor: Cursor, item?: JsonObject): JsonObject {
  if (item) return { Map: { Item: item } };
  for (let at = cursor; at.owner; at = at.owner.cursor) {
    const { state, slot, cursor: outer } = at.owner;
    if (state.type !== 'Map') continue;
    if (state.distributed) return {};
    const pending = outer.thread.pending;
    return pending?.kind === 'map' ? { Map: { Item: mapItem(slot, pending.items[slot] ?? null) } } : {};
  }
  return {};
}
