import { SvelteMap } from 'svelte/reactivity';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Client } from '../api/client.ts';
import { Compiler } from '../compile/compiler.ts';

/** Published versions of flows as they are read, each loaded once when it is first asked for. */
export class PublishedFlows {
  readonly #client: Client;
  readonly #compiler = new Compiler();
  readonly #read = new SvelteMap<string, Flow | undefined>();
  readonly #asked = new Set<string>();

  readonly #calendar: () => Calendar;

  constructor(client: Client, calendar: () => Calendar) {
    this.#client = client;
    this.#calendar = calendar;
  }

  /** Undefined until it has come, and when it is gone. */
  of(id: string, version: number): Flow | undefined {
    const key = `${id}@${version}`;
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      void this.#load(id, version, key);
    }
    return this.#read.get(key);
  }

  async #load(id: string, version: number, key: string): Promise<void> {
    try {
      const { source, format } = await this.#client.getVersion({ params: { id, version } });
      const surroundings = { connections: undefined, flows: undefined, calendar: this.#calendar() };
      this.#read.set(key, (await this.#compiler.compile(source, format, surroundings)).flow);
    } catch {
      // Deleted since: what hangs on it is told without its words.
    }
  }
}
