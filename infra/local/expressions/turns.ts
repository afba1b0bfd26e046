/** Things that wait, of several owners who take turns: whoever has many waits for the others after each. */
export class Turns<T> {
  readonly #waiting = new Map<string, T[]>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(owner: string, thing: T): void {
    const own = this.#waiting.get(owner);
    if (own) own.push(thing);
    else this.#waiting.set(owner, [thing]);
  }

  /** Puts back what was taken and not done: it is the owner's next. */
  putBack(owner: string, thing: T): void {
    this.#waiting.set(owner, [thing, ...(this.#waiting.get(owner) ?? [])]);
  }

  /** The next thing, of the owner whose last turn is longest ago; undefined when nothing waits. */
  take(): T | undefined {
    const [next] = this.#waiting;
    if (!next) return undefined;
    const [owner, things] = next;
    const thing = things.shift();
    this.#waiting.delete(owner);
    if (things.length > 0) this.#waiting.set(owner, things);
    return thing;
  }
}
