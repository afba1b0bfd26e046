type Response = Record<string, unknown>;

/** Milliseconds for which an answer serves others: after that even a write that did not come through here is seen. */
const longest = 1000;

const mostKept = 64;

/**
 * Answers of reads of single items, for as long as nobody writes the item through this client, which alone writes to
 * the server: what is asked for at every turn, such as the version of the configuration, need not wait behind writes.
 */
export class RecentReads {
  readonly #known = new Map<string, { answer: Promise<Response>; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A copy of the kept answer, else what `read` answers; `id` as `itemKey` gives it. */
  get(id: string, read: () => Promise<Response>): Promise<Response> {
    const known = this.#known.get(id);
    if (known && this.#now() < known.until) return known.answer.then((answer) => structuredClone(answer));
    const answer = read();
    this.#known.delete(id);
    if (this.#known.size >= mostKept) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(id, { answer, until: this.#now() + longest });
    answer.catch(() => {
      if (this.#known.get(id)?.answer === answer) this.#known.delete(id);
    });
    return answer;
  }

  /** Runs a write of these items, of unknown ones when none are given; reads during and after it ask anew. */
  async during<T>(ids: readonly string[] | undefined, write: () => Promise<T>): Promise<T> {
    this.#forget(ids);
    try {
      return await write();
    } finally {
      this.#forget(ids);
    }
  }

  #forget(ids: readonly string[] | undefined): void {
    if (!ids) this.#known.clear();
    else for (const id of ids) this.#known.delete(id);
  }
}
