import { request } from 'node:http';
import { pause, type TestServer } from './server.ts';

/** How often the server is asked. */
const every = 20;

export interface Stall {
  /** Milliseconds of the longest answer of /api/health so far; one that is still awaited counts by its age. */
  longest(): number;
  /** Stops asking, waits for what is under way, and returns the longest answer. */
  stop(): Promise<number>;
}

/**
 * Asks a server for /api/health every 20 ms, whether earlier answers have come or not, and measures the longest answer: how
 * long its one thread was held up. The time that this process itself was held up is not the server's and taken off.
 */
export function measureStall(server: Pick<TestServer, 'url'>): Stall {
  const address = new URL('/api/health', server.url);
  const underWay = new Set<{ since: number; late: number }>();
  let longest = 0;
  let late = 0;
  let expected = performance.now() + every;

  const age = (asked: { since: number; late: number }) =>
    performance.now() - asked.since - Math.max(0, late - asked.late);

  function ask(): void {
    const asked = { since: performance.now(), late };
    underWay.add(asked);
    const done = () => {
      longest = Math.max(longest, age(asked));
      underWay.delete(asked);
    };
    const call = request(address, (answer) => {
      answer.resume();
      answer.once('end', done);
      if (answer.statusCode !== 200) longest = Number.POSITIVE_INFINITY;
    });
    call.once('error', () => {
      longest = Number.POSITIVE_INFINITY;
      underWay.delete(asked);
    });
    call.end();
  }

  const timer = setInterval(() => {
    const now = performance.now();
    late += Math.max(0, now - expected);
    expected = now + every;
    ask();
  }, every);

  const current = () => Math.max(longest, ...[...underWay].map(age));
  return {
    longest: current,
    async stop() {
      clearInterval(timer);
      for (const until = Date.now() + 120_000; underWay.size > 0 && Date.now() < until; ) await pause(every);
      return current();
    },
  };
}

/** The longest answer of /api/health while `work` is done, in milliseconds. */
export async function stallDuring(server: Pick<TestServer, 'url'>, work: () => Promise<unknown>): Promise<number> {
  const stall = measureStall(server);
  try {
    await work();
  } finally {
    await stall.stop();
  }
  return stall.longest();
}
