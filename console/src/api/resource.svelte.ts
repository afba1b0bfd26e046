import { type ApiError, asApiError } from './api-error.ts';
import { repeatEvery } from './repeat-every.ts';

/**
 * Something loaded from the API for a page: loads again when what `load` reads before its first await changes,
 * keeps the old value meanwhile, and drops answers that come too late. Make it while a component is set up.
 */
export class Resource<T> {
  value = $state.raw<T>();
  error = $state.raw<ApiError>();
  loading = $state(true);
  readonly #load: (signal: AbortSignal) => Promise<T>;
  #running: AbortController | undefined;

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    this.#load = load;
    $effect(() => {
      void this.reload();
      return () => this.#running?.abort();
    });
  }

  /** Loads again; an answer still under way is dropped. */
  async reload(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      const pending = this.#load(running.signal);
      this.loading = true;
      const value = await pending;
      if (running.signal.aborted) return;
      this.value = value;
      this.error = undefined;
    } catch (thrown) {
      if (running.signal.aborted) return;
      this.error = asApiError(thrown);
    }
    this.loading = false;
  }
}

/** Calls `tick` every `milliseconds` while the page is visible and `wanted` says so, for the life of the component. */
export function poll(tick: () => Promise<void>, milliseconds: number, wanted: () => boolean = () => true): void {
  $effect(() => {
    if (!wanted()) return;
    return repeatEvery(async () => {
      if (!document.hidden) await tick();
    }, milliseconds);
  });
}
