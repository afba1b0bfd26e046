/** Takes down what is wrong. */
export interface Notes<Kind extends string> {
  note(kind: Kind, message: string): void;
}

/** Mistakes found in one expression, the first of each kind: which is told does not depend on where it stands. */
export class Problems<Kind extends string> implements Notes<Kind> {
  readonly #found = new Map<Kind, string>();

  note(kind: Kind, message: string): void {
    if (!this.#found.has(kind)) this.#found.set(kind, message);
  }

  /** Throws the one whose kind comes first. */
  throwFirst(order: readonly Kind[]): void {
    for (const kind of order) {
      const message = this.#found.get(kind);
      if (message !== undefined) throw new SyntaxError(message);
    }
  }
}
