import { eachEnabledStep } from '#flows/language/each-step.ts';
import { awaitedKey } from '#flows/language/event-envelope.ts';
import type { Flow } from '#flows/language/flow.ts';

/** Keys of the events that runs of the flow wait for, sorted. */
export function awaitedEvents(flow: Flow): string[] {
  const keys = eachEnabledStep(flow.steps).flatMap((step) =>
    step.kind === 'wait' && step.wait.kind === 'event'
      ? [awaitedKey(step.wait.event, step.wait.connection, flow.id)]
      : [],
  );
  return [...new Set(keys)].sort();
}
