import type { Clock } from './clock.ts';

/** A timer that was set; `at` in milliseconds since 1970. */
export interface Timer {
  readonly at: number;
  readonly fire: () => void;
  /** Place in the heap; -1 once fired or cancelled. */
  index: number;
}

/** Timers that are due at the same moment fire over several turns of the event loop, so that other work gets its share. */
const firedPerTurn = 256;

/** Any number of timers in one ordered heap that sleeps once, for the first of them. */
export class Timers {
  readonly #clock: Clock;
  readonly #heap: Timer[] = [];
  #wakeAt = Number.POSITIVE_INFINITY;
  #callOff: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Fires once when `at` has come, at once (never within this call) when it has passed. */
  set(at: number, fire: () => void): Timer {
    const timer: Timer = { at, fire, index: this.#heap.length };
    this.#heap.push(timer);
    this.#rise(timer);
    this.#sleep();
    return timer;
  }

  /** Does nothing to a timer that has fired. */
  cancel(timer: Timer): void {
    if (timer.index < 0) return;
    this.#remove(timer);
    this.#sleep();
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#wakeAt = Number.POSITIVE_INFINITY;
    for (const timer of this.#heap) timer.index = -1;
    this.#heap.length = 0;
  }

  #sleep(): void {
    const first = this.#heap[0];
    // A sleep that ends too early only looks at the heap again, so a later first timer needs no new one.
    if (!first || first.at >= this.#wakeAt) return;
    this.#callOff?.();
    this.#wakeAt = first.at;
    this.#callOff = this.#clock.wakeAt(first.at, () => this.#wake());
  }

  #wake(): void {
    this.#wakeAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let fired = 0; fired < firedPerTurn; fired++) {
      const first = this.#heap[0];
      if (!first || first.at > now) break;
      this.#remove(first);
      first.fire();
    }
    this.#sleep();
  }

  #remove(timer: Timer): void {
    const last = this.#heap.pop()!;
    if (last !== timer) {
      last.index = timer.index;
      this.#heap[last.index] = last;
      this.#rise(last);
      this.#sink(last);
    }
    timer.index = -1;
  }

  #rise(timer: Timer): void {
    while (timer.index > 0) {
      const parent = this.#heap[(timer.index - 1) >> 1]!;
      if (parent.at <= timer.at) return;
      this.#swap(parent, timer);
    }
  }

  #sink(timer: Timer): void {
    for (;;) {
      const left = this.#heap[2 * timer.index + 1];
      const right = this.#heap[2 * timer.index + 2];
      const child = right && left && right.at < left.at ? right : left;
      if (!child || child.at >= timer.at) return;
      this.#swap(timer, child);
    }
  }

  /** `upper` moves down into the place of `lower` and the other way round. */
  #swap(upper: Timer, lower: Timer): void {
    const index = upper.index;
    upper.index = lower.index;
    lower.index = index;
    this.#heap[upper.index] = upper;
    this.#heap[lower.index] = lower;
  }
}
