import type { HistoryEvent } from '#flows/engine/execution.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { alike } from './alike.ts';
import { differs } from './verdict.ts';

/** Details that do not depend on the account or the time. */
const compared = [
  'name',
  'index',
  'length',
  'input',
  'output',
  'error',
  'state',
  'location',
  'resource',
  'resourceType',
  'parameters',
  'timeoutInSeconds',
  'heartbeatInSeconds',
  'assignedVariables',
];

/** The first difference between a recorded history and ours. Events of concurrent parts are compared without order. */
export function compareHistory(recorded: JsonObject[], actual: HistoryEvent[]): string | undefined {
  const concurrent = recorded.some(({ id }) => id === null) || isConcurrent(recorded);
  if (concurrent) return compareUnordered(recorded, actual);
  for (const [index, event] of recorded.entries()) {
    const ours = actual[index];
    if (!ours || ours.type !== event.type) return differs(`event ${index + 1}`, event.type, ours?.type);
    if (ours.id !== event.id || ours.previousEventId !== event.prev) {
      return differs(`number of event ${index + 1}`, [event.id, event.prev], [ours.id, ours.previousEventId]);
    }
    const difference = compareDetails(event, ours);
    if (difference) return difference;
  }
  return actual.length > recorded.length ? differs('events', recorded.length, actual.length) : undefined;
}

/** Whether branches or iterations ran side by side: one event was followed by two that go on. */
function isConcurrent(recorded: JsonObject[]): boolean {
  const started = recorded.filter(({ type }) => type === 'MapIterationStarted' || type === 'ParallelStateStarted');
  const followers = new Map<Json, number>();
  for (const { prev } of started) followers.set(prev!, (followers.get(prev!) ?? 0) + 1);
  return (
    recorded.some(({ type }) => type === 'ParallelStateStarted') || [...followers.values()].some((count) => count > 1)
  );
}

// Some recordings leave out events whose order was not certain, so ours may have more.
function compareUnordered(recorded: JsonObject[], actual: HistoryEvent[]): string | undefined {
  const left = [...actual];
  for (const event of recorded) {
    const found = left.findIndex((ours) => ours.type === event.type && compareDetails(event, ours) === undefined);
    if (found < 0) return differs('an event', event, `none of ${left.length} left`);
    left.splice(found, 1);
  }
  return undefined;
}

function compareDetails(recorded: JsonObject, { id, type, details }: HistoryEvent): string | undefined {
  for (const field of compared) {
    if (!(field in recorded) && !(field in details)) continue;
    if (!alike(recorded[field], details[field]))
      return differs(`${field} of event ${id}, ${type}`, recorded[field], details[field]);
  }
  return undefined;
}
