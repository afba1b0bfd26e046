import { createContext } from 'svelte';
import type { Json } from '#flows/language/json.ts';
import { Resource } from '../api/resource.svelte.ts';
import type { App } from '../app/app.svelte.ts';
import type { KnownValue } from './data-scope.ts';
import { valuesOfRun } from './values-of-run.ts';

/**
 * What is known of the data of a flow: the values of its latest run, where that did not come to a step, of its latest run
 * that succeeded, and what people pinned to steps that neither came to. Make it while a component is set up.
 */
export class FlowData {
  readonly #values: Resource<Map<string, KnownValue>>;

  constructor(app: App, flow: () => string) {
    this.#values = new Resource((signal) => latestValues(app, flow(), signal));
  }

  /** Values by the names of variables. */
  get known(): ReadonlyMap<string, KnownValue> {
    return this.#values.value ?? new Map();
  }
}

async function latestValues({ client }: App, flow: string, signal: AbortSignal): Promise<Map<string, KnownValue>> {
  const [latest, succeeded, pins] = await Promise.all([
    client.listRuns({ query: { flow, limit: 1 }, signal }),
    client.listRuns({ query: { flow, limit: 1, status: 'succeeded' }, signal }),
    client.listPins({ params: { id: flow }, signal }),
  ]);
  const ids = [...new Set([...succeeded.items, ...latest.items].map(({ id }) => id))];
  const runs = await Promise.all(ids.map((id) => client.getRun({ params: { id }, signal })));
  const pinned = pins.items.map(({ step, output }): [string, KnownValue] => [
    step,
    { value: output as Json, from: 'pin' },
  ]);
  return new Map([...pinned, ...runs.flatMap((run) => [...valuesOfRun(run)])]);
}

export const [getFlowData, setFlowData] = createContext<FlowData>();
