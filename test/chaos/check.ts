import { isDeepStrictEqual } from 'node:util';
import type { TestServer } from '#test/support/server.ts';
import { ticks } from './flows.ts';
import type { Accepted } from './sender.ts';
import type { Vendor } from './vendor.ts';

/** What the model found wrong, a line each. */
export interface Findings {
  /** Accepted events without a run. */
  lost: string[];
  /** Runs that have not ended. */
  stuck: string[];
  /** Events with more than one run, and runs that no event accounts for. */
  duplicates: string[];
  /** Runs that ended otherwise than the model says. */
  wrong: string[];
  /** Runs that were under way together though their flow lets only one. */
  overlaps: string[];
  /** Runs of one line that began before one whose event had been taken before theirs was sent. */
  outOfOrder: string[];
  /** Messages that were never taken. */
  missing: string[];
  /** Messages that took effect under more than one key, or that nothing accounts for. */
  doubled: string[];
  deadLetters: string[];
}

interface RunRow {
  id: string;
  flow: string;
  status: string;
  event: string;
  error?: { code: string; message: string };
}

/** Runs whose outputs are compared too. */
const sampled = 300;

/** Compares what the server and the vendor know with what must have happened. */
export async function check(
  server: TestServer,
  vendor: Vendor,
  accepted: readonly Accepted[],
  slots: readonly string[],
): Promise<Findings> {
  const begun = Date.now();
  const runs = await everyPage<RunRow>(server, '/api/runs?limit=200');
  const found: Findings = {
    lost: [],
    stuck: [],
    duplicates: [],
    wrong: [],
    overlaps: [...vendor.overlaps],
    outOfOrder: outOfOrder(vendor, accepted),
    missing: [],
    doubled: [],
    deadLetters: [],
  };
  const byEvent = new Map<string, RunRow>();
  for (const run of runs) {
    if (byEvent.has(run.event)) found.duplicates.push(`${run.event} has another run ${run.id}`);
    byEvent.set(run.event, run);
    if (run.status === 'running' || run.status === 'queued') found.stuck.push(`${run.event}: ${run.id} ${run.status}`);
  }

  const messages = new Set<string>();
  const known = new Set<string>();
  const calls = new Map<string, number>();
  for (const { flow, event, n } of accepted) {
    const expected = flow.expected(n);
    for (const message of expected.messages) messages.add(message);
    for (const call of expected.calls ?? []) calls.set(call, (calls.get(call) ?? 0) + 1);
    const run = byEvent.get(event);
    if (expected.status === 'none') continue;
    known.add(event);
    if (!run) found.lost.push(event);
    else if (run.status !== expected.status) {
      found.wrong.push(`${event}: ${run.id} ${run.status} ${JSON.stringify(run.error)}, not ${expected.status}`);
    }
  }
  for (const slot of slots) {
    if (!byEvent.has(`core:${ticks.id}:${slot}`)) found.lost.push(`${ticks.id} ${slot}`);
  }
  for (const run of runs) {
    if (run.flow === ticks.id) messages.add(ticks.message(run.event.slice(`core:${ticks.id}:`.length)));
    else if (isCalled(run)) {
      const call = `${run.flow} ${run.status}`;
      calls.set(call, (calls.get(call) ?? 0) - 1);
    } else if (!known.has(run.event)) found.duplicates.push(`${run.event} has a run that nothing accounts for`);
  }

  for (const [call, left] of calls) {
    if (left > 0) found.lost.push(`${left} calls: ${call}`);
    if (left < 0) found.duplicates.push(`${-left} calls too many: ${call}`);
  }

  for (const message of messages) if (!vendor.taken.has(message)) found.missing.push(message);
  for (const [message, keys] of vendor.taken) {
    if (keys.size > 1) found.doubled.push(`${message} under ${keys.size} keys`);
    if (!messages.has(message) && !ticks.isSince(message, begun)) found.doubled.push(`${message} is from nowhere`);
  }

  const step = Math.max(1, Math.floor(accepted.length / sampled));
  for (let index = 0; index < accepted.length; index += step) {
    const { flow, event, n } = accepted[index]!;
    const { output } = flow.expected(n);
    const run = byEvent.get(event);
    if (!run || output === undefined || run.status !== 'succeeded') continue;
    const told = await server.api<{ output?: unknown }>('GET', `/api/runs/${run.id}`);
    if (!isDeepStrictEqual(told.output, output))
      found.wrong.push(`${event} has the output ${JSON.stringify(told.output)}`);
  }
  const letters = await everyPage<{ event: string; error: string }>(server, '/api/dead-letters?limit=200');
  found.deadLetters.push(...letters.map(({ event, error }) => `${event}: ${error}`));
  return found;
}

function outOfOrder(vendor: Vendor, accepted: readonly Accepted[]): string[] {
  const events = new Map(accepted.map((one) => [`${one.flow.id} ${one.n}`, one]));
  const found: string[] = [];
  for (const [line, numbers] of vendor.lines) {
    const [flow = ''] = line.split(' ');
    const came = numbers.flatMap((n) => events.get(`${flow} ${n}`) ?? []);
    let last: Accepted | undefined;
    for (const one of came) {
      if (last && one.takenAt < last.sentAt) found.push(`${line}: ${one.n} began after ${last.n}`);
      if (!last || one.sentAt > last.sentAt) last = one;
    }
  }
  return found;
}

/** Whether another run called it. */
function isCalled({ event, flow }: RunRow): boolean {
  return event.startsWith(`core:${flow}:call-`);
}

/** Whether nothing was found. */
export function isClean(findings: Findings): boolean {
  return Object.values(findings).every((lines: string[]) => lines.length === 0);
}

async function everyPage<T>(server: TestServer, path: string): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await server.api<{ items: T[]; next?: string }>(
      'GET',
      cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
    );
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}
