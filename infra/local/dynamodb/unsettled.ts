import type { StoredTable } from './tables/tables.ts';

/**
 * Places that were written by a commit which does not last yet. Whoever reads one of them waits for that, so that nobody
 * is told what a loss of power could take back.
 */
export class Unsettled {
  readonly #places = new Map<string, Promise<void>>();

  /** Marks places as unsettled until the returned function is called. */
  hold(places: readonly string[]): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const place of places) this.#places.set(place, promise);
    return () => {
      for (const place of places) if (this.#places.get(place) === promise) this.#places.delete(place);
      resolve();
    };
  }

  /** What a reader of a place has to wait for: commits last in their order, so the latest is enough. */
  of(place: string): Promise<void> | undefined {
    return this.#places.get(place);
  }
}

/** The place of a partition of a table, or of an index of it. */
export function partitionPlace({ id }: { id: number | string }, hash: Uint8Array): string {
  return `${id} ${Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('latin1')}`;
}

/** The place that every write of a table touches. */
export function tablePlace({ id }: StoredTable): string {
  return String(id);
}
