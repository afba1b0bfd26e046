import { allItems } from '../api/all-items.ts';
import type { Client } from '../api/client.ts';
import { Resource } from '../api/resource.svelte.ts';

/** The names of all flows by their ids, loaded once for a page. Make it while a component is set up. */
export class FlowNames {
  readonly #flows: Resource<{ id: string; name: string }[]>;
  readonly #names = $derived.by(() => new Map((this.#flows.value ?? []).map(({ id, name }) => [id, name])));

  constructor(client: Client) {
    this.#flows = new Resource((signal) =>
      allItems((cursor) => client.listFlows({ query: { limit: 200, ...(cursor ? { cursor } : {}) }, signal })),
    );
  }

  /** The id itself while names are not known, or when there is no such flow any more. */
  of(id: string): string {
    return this.#names.get(id) ?? id;
  }

  get all(): ReadonlyMap<string, string> {
    return this.#names;
  }
}
