import { randomBytes } from 'node:crypto';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { Json } from '#flows/language/json.ts';
import { type Run, runId } from '#functions/store/run.ts';
import type { Subscription } from '#functions/store/subscription.ts';

/** The run of a flow for an event, as it is claimed. `now` in milliseconds since 1970. */
export function newRun(
  { flow, name, version, machine, type, deadline, callbacks }: Subscription,
  event: EventEnvelope,
  conditions: Json[],
  now: number,
): Run {
  return {
    id: runId(flow, event.id),
    flow,
    flowName: name,
    version,
    status: 'running',
    startedAt: new Date(now).toISOString(),
    event: event.id,
    eventAt: event.time,
    trigger: event.type,
    ...(event.connection !== null && { connection: event.connection }),
    ...(event.causedBy !== undefined && { causedBy: event.causedBy }),
    machine,
    type,
    deadline,
    data: event.data,
    ...(conditions.length > 0 && { conditions }),
    ...(callbacks && { secret: randomBytes(24).toString('base64url') }),
  };
}
