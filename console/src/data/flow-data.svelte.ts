import { createContext } from 'svelte';
import type { Json } from '#flows/language/json.ts';
import { Resource } from '../api/resource.svelte.ts';
import type { App } from '../app/app.svelte.ts';
import type { KnownValue } from './data-scope.ts';
import { valuesOfRun } from './values-of-run.ts';

/**
 * What is known of the data of a flow: the values of its latest run, where that did not come to a step, of its latest run
 * that succeeded, and what people pinned to steps that neither came to, read anew when `changes`, the count of changes of
 * pins, is another one. Make it while a component is set up.
 */
export class FlowData {
  readonly #runs: Resource<[string, KnownValue][]>;
  readonly #pins: Resource<[string, KnownValue][]>;
  readonly #known: ReadonlyMap<string, KnownValue> = $derived.by(
    () => new Map([...(this.#pins.value ?? []), ...(this.#runs.value ?? [])]),
  );

  constructor(app: App, flow: () => string, changes: () => number | undefined) {
    this.#runs = new Resource((signal) => valuesOfRuns(app, flow(), signal));
    this.#pins = new Resource((signal) => {
      changes();
      return pinnedValues(app, flow(), signal);
    });
  }

  /** Values by the names of variables. */
  get known(): ReadonlyMap<string, KnownValue> {
    return this.#known;
  }
}

async function pinnedValues({ client }: App, flow: string, signal: AbortSignal): Promise<[string, KnownValue][]> {
  const { items } = await client.listPins({ params: { id: flow }, signal });
  return items.map(({ step, output }) => [step, { value: output as Json, from: 'pin' }]);
}

async function valuesOfRuns({ client }: App, flow: string, signal: AbortSignal): Promise<[string, KnownValue][]> {
  const [latest, succeeded] = await Promise.all([
    client.listRuns({ query: { flow, limit: 1 }, signal }),
    client.listRuns({ query: { flow, limit: 1, status: 'succeeded' }, signal }),
  ]);
  const ids = [...new Set([...succeeded.items, ...latest.items].map(({ id }) => id))];
  const runs = await Promise.all(ids.map((id) => client.getRun({ params: { id }, signal })));
  return runs.flatMap((run) => [...valuesOfRun(run)]);
}

export const [getFlowData, setFlowData] = createContext<FlowData>();
