import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { CompiledFlow } from '../compiled.ts';

/** Ids of the connectors whose functions the flow calls, sorted. */
export function usedConnectors(flow: Flow): string[] {
  const used = eachEnabledStep(flow.steps).flatMap((step) => (step.kind === 'action' ? [connectorOf(step.use)] : []));
  return [...new Set(used)].sort();
}

/** The connections the flow names, sorted; `steps` is empty for one that only the trigger uses. */
export function usedConnections(flow: Flow): CompiledFlow['connections'] {
  const used = new Map<string, { name: string; connector: string; steps: string[] }>();
  const note = (name: string | undefined, operation: string, step?: string) => {
    if (name === undefined) return;
    const entry = used.get(name) ?? { name, connector: connectorOf(operation), steps: [] };
    used.set(name, { ...entry, steps: [...entry.steps, ...(step ? [step] : [])] });
  };
  note(flow.trigger.connection, flow.trigger.use);
  for (const step of eachEnabledStep(flow.steps)) {
    if (step.kind === 'action') note(step.connection, step.use, step.id);
    if (step.kind === 'wait' && step.wait.kind === 'event') note(step.wait.connection, step.wait.event, step.id);
  }
  return [...used.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function connectorOf(operation: string): string {
  return operation.split('.')[0] ?? '';
}
