import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import type { Answer, Job, Told } from './jobs.ts';
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

/** How often a lane looks after its process, and how long it keeps an idle one, in milliseconds. */
const watchEvery = 50;
const keptIdle = 60_000;
/** What a process may use: megabytes of values, kilobytes of stack. */
const limits = ['--max-old-space-size=512', '--max-semi-space-size=16', '--stack-size=3900'];

/**
 * A process that does one job after the other, and a queue in front of it in which owners take turns. A job that takes
 * longer than the patience, or more memory than there is, ends with its process; what that had besides is done by the
 * next.
 */
export class Lane {
  /** Jobs that the process is handed ahead, so that it need not wait for this one. */
  readonly #ahead: number;
  /** Milliseconds. */
  readonly #patience: number;
  readonly #turns = new Turns<Waiting>();
  readonly #given = new Map<number, Waiting>();
  #worker: ChildProcess | undefined;
  /** What the process has begun, since when, and whether it was late already when it was last looked after. */
  #begun = { id: 0, since: 0, late: false };
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
      // What it does not get, the next one gets: its end is heard of.
      this.#worker.send({ id, job: next.job }, () => {});
    }
    if (this.#given.size > 0) this.#watch ??= setInterval(() => this.#look(), watchEvery).unref();
  }

  #begin(): ChildProcess {
    const cache = getCompileCacheDir();
    const worker = fork(join(import.meta.dirname, 'worker.ts'), [], {
      serialization: 'advanced',
      execArgv: limits,
      // Nothing of the server's surroundings is there to be found.
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    worker.unref();
    worker.channel?.unref();
    this.#begun = { id: 0, since: 0, late: false };
    worker.on('message', (told) => {
      if (worker === this.#worker) this.#hear(told as Told);
    });
    // It runs out of memory for what it has under way.
    const ended = () => {
      if (worker === this.#worker) this.#give(this.#begun.id || this.#first(), 'tooLarge');
    };
    worker.on('exit', ended);
    worker.on('error', ended);
    return worker;
  }

  #hear({ id, answer }: Told): void {
    if (answer === undefined) {
      this.#begun = { id, since: Date.now(), late: false };
      return;
    }
    const { done } = this.#given.get(id) ?? {};
    this.#given.delete(id);
    this.#begun = { id: 0, since: 0, late: false };
    this.#idleSince = Date.now();
    this.#fill();
    done?.(answer);
  }

  #first(): number {
    return this.#given.keys().next().value ?? 0;
  }

  #look(): void {
    const { id, since, late } = this.#begun;
    // Its answer may lie there unread when this thread itself was held up: it is looked at twice.
    if (this.#given.has(id) && Date.now() - since > this.#patience) {
      if (late) this.#give(id, 'tooSlow');
      else this.#begun.late = true;
    }
    if (this.#given.size === 0 && Date.now() - this.#idleSince > keptIdle) this.#end();
  }

  /** Ends the process for what it has under way. */
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
    const ended = this.#worker;
    this.#worker = undefined;
    ended?.kill('SIGKILL');
  }
}
