import type { Json, JsonObject } from '#flows/language/json.ts';
import { formatTime } from './iso-time.ts';
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
    return {
      Execution: {
        ...Execution,
        Id: `${String(Execution.Id)}/${state.label ?? state.name}:${slot}`,
        Name: `${state.label ?? state.name}:${slot}`,
        Input: running?.input ?? null,
      },
    };
  }
  return { Execution };
}

/** What `Map.Item` tells of an item; `key` is given for those of an object. Items never come from a file here. */
export function mapItem(index: number, value: Json, key?: string): JsonObject {
  return { Index: index, ...(key !== undefined && { Key: key }), Value: value, Source: 'STATE_DATA' };
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
