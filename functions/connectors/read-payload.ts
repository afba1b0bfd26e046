import { type TaskPayload, taskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Json } from '#flows/language/json.ts';

// The input is checked by the action's own schema: walking through it twice would only cost.
const frame = taskPayload.omit({ input: true });

/** What the state machine hands over; throws ConnectorError Internal when it is something else. */
export function readPayload(event: unknown): TaskPayload {
  const read = frame.safeParse(event);
  if (!read.success) {
    throw new ConnectorError('Internal', { id: 'notAPayload', params: { reason: read.error.message } });
  }
  return { ...read.data, input: (event as { input?: Json }).input ?? null };
}
