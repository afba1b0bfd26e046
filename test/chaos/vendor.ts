import { type Received, startReceiver } from '#test/support/receiver.ts';
import { refusals, refusedForGood, roundsOf } from './flows.ts';
import { placeOf } from './linked-flows.ts';

/** A vendor that honours idempotency keys: what came under a key counts once, however often it comes. */
export interface Vendor {
  url: string;
  host: string;
  /** By message (path and body): the keys under which it took effect. */
  taken: Map<string, Set<string>>;
  /** Numbers of the runs that asked and have not said that they were answered. */
  asking: Set<number>;
  /** Addresses at which runs wait, by their number, until an answer was taken there. */
  links: Map<number, string>;
  /** Runs that were under way beside another one of their line. */
  overlaps: string[];
  /** By flow and line: the numbers of the runs in the order in which they came. */
  lines: Map<string, number[]>;
  /** Requests that came under a key whose message had been taken before. */
  repeated(): number;
  requests(): number;
  close(): Promise<void>;
}

/** Starts the vendor. By plan it is slow, refuses some messages at first, some for good, and hangs up at times. */
export async function startVendor(): Promise<Vendor> {
  const taken = new Map<string, Set<string>>();
  const seen = new Map<string, number>();
  const done = new Set<string>();
  const asking = new Set<number>();
  const inside = new Map<string, number>();
  const overlaps: string[] = [];
  const lines = new Map<string, number[]>();
  const links = new Map<number, string>();
  const rounds = new Map<number, Set<string>>();
  let repeated = 0;
  let requests = 0;

  /** What a message means that takes effect for the first time. */
  function take(path: string, value: number): void {
    if (path === '/asks') asking.add(value);
    if (path === '/asked') asking.delete(value);
    const place = placeOf(path, value);
    if (!place) return;
    const { line, comes } = place;
    if (comes) lines.set(line, [...(lines.get(line) ?? []), value]);
    const before = inside.get(line);
    if (comes && before !== undefined) overlaps.push(`line ${line}: ${value} came while ${before} was under way`);
    if (comes) inside.set(line, value);
    else inside.delete(line);
  }

  /** Each round has a key of its own, and its answer stays. */
  function askedAgain(value: number, key: string): object {
    const keys = (rounds.get(value) ?? new Set()).add(key);
    rounds.set(value, keys);
    const round = [...keys].indexOf(key) + 1;
    if (round > roundsOf(value)) overlaps.push(`rounds: ${value} asked again although it was done`);
    return { done: round === roundsOf(value), rounds: round };
  }

  const receiver = await startReceiver((request) => {
    requests++;
    // Kept here in a shorter form.
    receiver.received.length = 0;
    const key = String(request.headers['idempotency-key']);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    const value = Number((request.body as { n?: number } | undefined)?.n ?? 0);
    if (request.path === '/retries' && times <= refusals(value)) return { status: 503 };
    if (request.path.startsWith('/guarded') && refusedForGood(value)) return { status: 400 };
    if (value % 50 === 7 && times === 1) return { hangUp: true };
    if (request.path === '/links') {
      if (!done.has(key)) links.set(value, (request.body as { link: string }).link);
      done.add(key);
      return {};
    }
    if (request.path === '/rounds') return { body: askedAgain(value, key) };
    if (done.has(key)) repeated++;
    else take(request.path, value);
    done.add(key);
    const message = messageOf(request);
    taken.set(message, (taken.get(message) ?? new Set()).add(key));
    // At times the effect happens and nobody is told of it.
    if (value % 50 === 11 && times === 1) return { hangUp: true };
    return { after: (value * 7) % 40 };
  });
  const { url, host, close } = receiver;
  return {
    url,
    host,
    taken,
    asking,
    links,
    overlaps,
    lines,
    repeated: () => repeated,
    requests: () => requests,
    close,
  };
}

function messageOf({ path, text }: Received): string {
  return `${path} ${text}`;
}
