import { type ApiError, asApiError } from './api-error.ts';

interface Page<T> {
  items: T[];
  next?: string | undefined;
}

/**
 * A list read page by page: starts over when what `load` reads before its first await changes. Make it while a
 * component is set up.
 */
export class MorePages<T> {
  items = $state.raw<T[]>([]);
  next = $state<string>();
  error = $state.raw<ApiError>();
  loading = $state(true);
  /** False until the first page has come. */
  ready = $state(false);
  readonly #load: (cursor: string | undefined) => Promise<Page<T>>;
  #turn = 0;

  constructor(load: (cursor: string | undefined) => Promise<Page<T>>) {
    this.#load = load;
    $effect(() => {
      void this.restart();
    });
  }

  /** Reads the first page again. */
  async restart(): Promise<void> {
    await this.#read(undefined, (page) => page.items);
  }

  /** Adds the next page. */
  async more(): Promise<void> {
    const before = this.items;
    await this.#read(this.next, (page) => [...before, ...page.items]);
  }

  async #read(cursor: string | undefined, join: (page: Page<T>) => T[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const pending = this.#load(cursor);
      this.loading = true;
      const page = await pending;
      if (turn !== this.#turn) return;
      this.items = join(page);
      this.next = page.next;
      this.error = undefined;
      this.ready = true;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.error = asApiError(thrown);
    }
    this.loading = false;
  }
}
