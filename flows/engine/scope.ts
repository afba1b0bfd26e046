import type { Json, JsonObject } from '#flows/language/json.ts';
import { contextObject } from './context-object.ts';
import type { Cursor } from './session.ts';
import type { Scope } from './template.ts';

/** What the expressions of a thread's state see. `extra` joins `$states`: the result or the error. */
export function scopeOf(
  cursor: Cursor,
  extra: { result?: Json; errorOutput?: Json; token?: string; item?: JsonObject } = {},
): Scope {
  const { session, thread } = cursor;
  const { token, item, ...states } = extra;
  let plain: Record<string, unknown> | undefined;
  let whole: Record<string, unknown> | undefined;
  const make = (context?: JsonObject) => ({
    ...variablesOf(cursor),
    states: { input: thread.input, ...states, ...(context && { context }) },
  });
  return {
    now: session.now,
    random: session.random,
    evaluate: session.host.evaluate,
    allowance: session.allowance,
    bindings(withContext) {
      if (withContext) {
        whole ??= make(contextObject(cursor, token, item));
        return whole;
      }
      plain ??= make();
      return plain;
    },
  };
}

/** The variables a thread sees: its own before those of the scopes around it, up to a distributed Map. */
function variablesOf(cursor: Cursor): Record<string, Json> {
  const { owner, thread } = cursor;
  if (!owner || (owner.state.type === 'Map' && owner.state.distributed)) return thread.variables;
  return { ...variablesOf(owner.cursor), ...thread.variables };
}
