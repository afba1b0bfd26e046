import type { Message } from './message-store.ts';
import type { QueuePlan, Queues } from './queues.ts';

/** A message as its target gets it: what Lambda's SQS records carry. */
export interface QueueRecord {
  messageId: string;
  body: string;
  receiveCount: number;
  /** Milliseconds since 1970. */
  sentAt: number;
}

/** Handles a batch; answers the ids of those that failed, or rejects when all did. */
export type Deliver = (records: QueueRecord[]) => Promise<{ failed: string[] }>;

const firstRetry = 1000;
const longestRetry = 300_000;

/**
 * Reads a queue for its target, as Lambda's event source mapping does: batches of up to `batchSize`, up to `inFlight`
 * of them at a time, each message at least once. A failed message comes back after a growing, scattered delay, and
 * becomes a dead letter after the plan's `maxReceives`.
 */
export class QueueReader {
  readonly #queues: Queues;
  readonly #plan: QueuePlan & { deadLetters: string; maxReceives: number };
  readonly #deliver: Deliver;
  readonly #batchSize: number;
  readonly #inFlight: number;
  readonly #random: () => number;
  readonly #running = new Set<Promise<void>>();
  #receiving = false;
  #waiting = 0;
  #more = false;
  #stopped = false;
  #closed = false;
  #callOff: (() => void) | undefined;

  constructor(
    queues: Queues,
    plan: QueuePlan & { deadLetters: string; maxReceives: number },
    deliver: Deliver,
    { batchSize, inFlight, random }: { batchSize: number; inFlight: number; random: () => number },
  ) {
    this.#queues = queues;
    this.#plan = plan;
    this.#deliver = deliver;
    this.#batchSize = batchSize;
    this.#inFlight = inFlight;
    this.#random = random;
  }

  /** Takes up what an earlier process left: what it held is shown again, what it tried too often is a dead letter. */
  start(): void {
    const { store, commit, clock } = this.#queues;
    const { name, deadLetters, maxReceives } = this.#plan;
    commit.add({
      run: () => {
        store.giveUp(name, deadLetters, maxReceives, clock.now());
        store.wake(name, clock.now());
      },
      written: () => this.wake(),
    });
  }

  /** Messages that the last batch left behind. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Something may have become visible. */
  wake(): void {
    this.#more = true;
    if (this.#stopped || this.#receiving || this.#running.size >= this.#inFlight) return;
    this.#more = false;
    // To receive is to write: who only looks writes nothing.
    if (!this.#isDue()) {
      this.#sleep();
      return;
    }
    this.#receiving = true;
    let messages: Message[] = [];
    this.#queues.commit.add({
      run: () => {
        if (this.#stopped) return;
        const now = this.#queues.clock.now();
        messages = this.#queues.store.receive(
          this.#plan.name,
          this.#batchSize,
          now,
          now + this.#plan.visibilitySeconds * 1000,
        );
      },
      // What a loss of power takes back is only received once more.
      written: () => this.#received(messages),
    });
  }

  #received(messages: Message[]): void {
    this.#receiving = false;
    const full = messages.length === this.#batchSize;
    this.#waiting = full ? this.#queues.store.count(this.#plan.name, this.#queues.clock.now()).visible : 0;
    if (messages.length > 0) {
      const work = this.#handle(messages).finally(() => {
        this.#running.delete(work);
        this.wake();
      });
      this.#running.add(work);
    }
    if (full || this.#more) this.wake();
    else this.#sleep();
  }

  #isDue(): boolean {
    const at = this.#queues.store.nextVisible(this.#plan.name);
    return at !== undefined && at <= this.#queues.clock.now();
  }

  /** Until the next message becomes visible by itself. */
  #sleep(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    const at = this.#stopped ? undefined : this.#queues.store.nextVisible(this.#plan.name);
    if (at !== undefined) this.#callOff = this.#queues.clock.wakeAt(at, () => this.wake());
  }

  async #handle(messages: Message[]): Promise<void> {
    const { deadLetters, maxReceives } = this.#plan;
    const { store, commit, clock } = this.#queues;
    // Only a target that never answers lets a message come back more often than it may fail.
    const tried = messages.filter(({ receives }) => receives <= maxReceives);
    const failed = await this.#failures(tried);
    if (this.#closed) return;
    await new Promise<void>((written) => {
      commit.add({
        run: () => {
          for (const message of messages) {
            if (!failed.has(message.id) && message.receives <= maxReceives) store.delete(message);
            else if (message.receives >= maxReceives) store.move(message, deadLetters, clock.now());
            else store.show(message, clock.now() + this.#delay(message.receives));
          }
        },
        written,
      });
    });
  }

  async #failures(messages: Message[]): Promise<Set<string>> {
    if (messages.length === 0) return new Set();
    try {
      const { failed } = await this.#deliver(
        messages.map(({ id, body, receives, sent }) => ({ messageId: id, body, receiveCount: receives, sentAt: sent })),
      );
      return new Set(failed);
    } catch {
      return new Set(messages.map(({ id }) => id));
    }
  }

  /** Milliseconds: doubled with every try, half of it at random so that what failed together does not return together. */
  #delay(receives: number): number {
    const full = Math.min(firstRetry * 2 ** (receives - 1), longestRetry);
    return Math.round(full / 2 + (this.#random() * full) / 2);
  }

  /**
   * Takes nothing more and resolves when what is under way has ended, after `grace` milliseconds at the latest: what
   * ends later than that comes again at the next start.
   */
  async stop(grace: number): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    const enough = Promise.withResolvers<void>();
    const callOff = this.#queues.clock.wakeAt(this.#queues.clock.now() + grace, enough.resolve);
    await Promise.race([Promise.all(this.#running), enough.promise]);
    callOff();
    this.#closed = true;
  }
}
