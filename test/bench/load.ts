import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { event, matches } from './event.ts';

export interface Load {
  accepted: number;
  /** Of these, those whose message must come. */
  matching: number;
  seconds: number;
  /** Milliseconds to the answer, sorted: from the request, in an open loop from when it was due. */
  answers: number[];
  failures: number;
}

/** How long to load: for seconds, or until so many events are sent. */
interface Bounds {
  seconds?: number;
  events?: number;
}

/** Sends events over `connections` kept-alive connections, each waiting for its answer. */
export async function closedLoop(url: string, connections: number, bounds: Bounds): Promise<Load> {
  const sender = new Sender(url, connections);
  const { seconds = Number.POSITIVE_INFINITY, events = Number.POSITIVE_INFINITY } = bounds;
  async function worker(): Promise<void> {
    while (sender.sent < events && sender.elapsed() < seconds * 1000) await sender.send(performance.now());
  }
  await Promise.all(Array.from({ length: connections }, worker));
  return sender.end();
}

/**
 * Sends `rate` events a second whether or not the answers come: an answer's time counts from when its event was due, so
 * that a server that stalls is charged with all that it kept waiting.
 */
export async function openLoop(url: string, rate: number, seconds: number): Promise<Load> {
  const sender = new Sender(url, 256);
  const answers: Promise<void>[] = [];
  for (let next = 0; next < rate * seconds; await pause(1)) {
    for (; next < rate * seconds && next * (1000 / rate) <= sender.elapsed(); next++) {
      answers.push(sender.send(sender.start + next * (1000 / rate)));
    }
  }
  await Promise.all(answers);
  return sender.end();
}

class Sender {
  readonly start = performance.now();
  readonly #pool: Pool;
  readonly #path: string;
  readonly #answers: number[] = [];
  sent = 0;
  #matching = 0;
  #failures = 0;

  constructor(url: string, connections: number) {
    const { origin, pathname } = new URL(url);
    this.#pool = new Pool(origin, { connections, pipelining: 1 });
    this.#path = pathname;
  }

  elapsed(): number {
    return performance.now() - this.start;
  }

  /** Sends the next event, which was due at `due` on this process's clock. */
  async send(due: number): Promise<void> {
    const n = this.sent++;
    const { statusCode, body } = await this.#pool.request({
      path: this.#path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: event(n, performance.timeOrigin + due),
    });
    await body.dump();
    if (statusCode === 202) {
      this.#answers.push(performance.now() - due);
      if (matches(n)) this.#matching++;
    } else this.#failures++;
  }

  async end(): Promise<Load> {
    const seconds = this.elapsed() / 1000;
    await this.#pool.close();
    return {
      accepted: this.#answers.length,
      matching: this.#matching,
      seconds,
      answers: this.#answers.sort((a, b) => a - b),
      failures: this.#failures,
    };
  }
}

/** The value below which that share of the sorted values lies. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
