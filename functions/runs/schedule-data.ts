import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { firingAt } from '#flows/language/firing.ts';
import type { JsonObject } from '#flows/language/json.ts';

/** A firing as flows see it: Scheduler knows only the instant and the time zone, so the local date and time are added. */
export function withLocalTime(event: EventEnvelope): EventEnvelope {
  if (event.type !== 'core.schedule') return event;
  const { scheduledAt, timeZone } = event.data as { scheduledAt: string; timeZone: string };
  return { ...event, data: { ...(event.data as JsonObject), ...firingAt(scheduledAt, timeZone) } };
}
