import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Answer, type Job, shared } from './jobs.ts';
import { Turns } from './turns.ts';

/** Why a job was ended. */
export type Ended = 'tooSlow' | 'tooLarge' | 'stopping';

interface Waiting {
  owner: string;
  job: Job;
  done: (answer: Answer | Ended) => void;
  /** When nobody wants the answer any more, in milliseconds since 1970. */
  until: number;
}

/** How often a lane looks after its worker, and how long it keeps an idle one, in milliseconds. */
const watchEvery = 50;
const keptIdle = 60_000;
/** Megabytes that a worker may use. */
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };

/**
 * A thread that does one job after the other, and a queue in front of it in which owners take turns. A job that takes
 * longer than the patience ends with its thread; what the thread had besides is done by the next.
 */
export class Lane {
  /** Jobs that the thread is handed ahead, so that it need not wait for this one. */
  readonly #ahead: number;
  /** Milliseconds. */
  readonly #patience: number;
  readonly #turns = new Turns<Waiting>();
  readonly #given = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #state: Float64Array = new Float64Array(shared.places);
  #last = 0;
  #watch: NodeJS.Timeout | undefined;
  #idleSince = 0;
  #stopped = false;

  constructor({ ahead, patience }: { ahead: number; patience: number }) {
    this.#ahead = ahead;
    this.#patience = patience;
  }

  /** Resolves with the job's answer, or with why it was ended: `tooSlow` also when its turn has not come in time. */
  run(owner: string, job: Job, longestQueue = Number.POSITIVE_INFINITY): Promise<Answer | Ended> {
    return new Promise((done) => {
      if (this.#stopped) return done('stopping');
      this.#turns.add(owner, { owner, job, done, until: Date.now() + longestQueue });
      this.#fill();
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const { done } of this.#given.values()) done('stopping');
    this.#given.clear();
    for (let next = this.#turns.take(); next; next = this.#turns.take()) next.done('stopping');
    this.#end();
  }

  #fill(): void {
    while (this.#given.size < this.#ahead) {
      const next = this.#turns.take();
      if (!next) break;
      if (next.until < Date.now()) {
        next.done('tooSlow');
        continue;
      }
      this.#worker ??= this.#begin();
      const id = ++this.#last;
      this.#given.set(id, next);
      this.#worker.postMessage({ id, job: next.job });
    }
    if (this.#given.size > 0) this.#watch ??= setInterval(() => this.#look(), watchEvery).unref();
  }

  #begin(): Worker {
    const buffer = new SharedArrayBuffer(shared.places * Float64Array.BYTES_PER_ELEMENT);
    this.#state = new Float64Array(buffer);
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: buffer, resourceLimits: memory });
    worker.unref();
    worker.on('message', ({ id, answer }: { id: number; answer: Answer }) => {
      const { done } = this.#given.get(id) ?? {};
      this.#given.delete(id);
      this.#idleSince = Date.now();
      this.#fill();
      done?.(answer);
    });
    // It runs out of memory for what it has under way.
    worker.on('error', () => {
      if (worker === this.#worker) this.#give(this.#state[shared.job]!, 'tooLarge');
    });
    return worker;
  }

  #look(): void {
    const [id = 0, since = 0] = this.#state;
    if (this.#given.has(id) && Date.now() - since > this.#patience) this.#give(id, 'tooSlow');
    if (this.#given.size === 0 && Date.now() - this.#idleSince > keptIdle) this.#end();
  }

  /** Ends the thread for what it has under way. */
  #give(id: number, why: Ended): void {
    const culprit = this.#given.get(id);
    this.#given.delete(id);
    for (const waiting of [...this.#given.values()].reverse()) this.#turns.putBack(waiting.owner, waiting);
    this.#given.clear();
    this.#end();
    culprit?.done(why);
    this.#fill();
  }

  #end(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
