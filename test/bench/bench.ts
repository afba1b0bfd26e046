import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { publish } from '#test/support/publish.ts';
import { eventually, pause, startServer, type TestServer } from '#test/support/server.ts';
import { benchFlow, waitingFlow } from './event.ts';
import { closedLoop, type Load, openLoop, percentile } from './load.ts';
import { dataBytes, processorTime, residentMegabytes, startHelper } from './processes.ts';

/**
 * `npm run bench [-- seconds [full]]`: webhook -> two conditions, which half of the events meet -> text -> HTTP action,
 * with full history, beside the same flow written by hand without any storage, on this machine, load and sink sharing its
 * cores. A cell takes `seconds`. `full` also starts on a folder with 100,000 runs and 10,000 that wait.
 */
const seconds = Number(process.argv[2] ?? 8);
const full = process.argv[3] === 'full';
const sizes = [1, 10, 50];
const repetitions = 3;

interface Cell {
  accepted: number;
  completed: number;
  answer: number[];
  endToEnd: number[];
  /** Milliseconds of processor time an event. */
  processor: number;
  peak: number;
  lost: number;
}

const sink = await startHelper('sink.ts');
const bare = await startHelper('bare.ts', `${sink.url}/message`);
const environment = {
  MILLRACE_ALLOW_ADDRESSES: new URL(sink.url).host,
  // A machine that is faster than the usual limits is measured, not the limits.
  MILLRACE_HOOK_RATE: '100000',
  MILLRACE_ALL_HOOKS_RATE: '100000',
};

async function figures(): Promise<{ delays: number[]; last: number }> {
  return (await (await fetch(`${sink.url}/figures`)).json()) as { delays: number[]; last: number };
}

/** Loads, waits until every message has come that must, and gives the medians' raw material. */
async function measure(pid: number, load: () => Promise<Load>): Promise<Cell> {
  await figures();
  const started = Date.now();
  const before = processorTime(pid);
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, residentMegabytes(pid))), 500);
  const done = await load();
  const delays: number[] = [];
  let last = started;
  for (const until = Date.now() + 120_000; delays.length < done.matching && Date.now() < until; await pause(50)) {
    const more = await figures();
    delays.push(...more.delays);
    last = Math.max(last, more.last);
  }
  clearInterval(watch);
  delays.sort((a, b) => a - b);
  return {
    accepted: done.accepted / done.seconds,
    completed: done.accepted / Math.max(done.seconds, (last - started) / 1000),
    answer: [0.5, 0.95, 0.99].map((share) => percentile(done.answers, share)),
    endToEnd: [0.5, 0.95, 0.99].map((share) => percentile(delays, share)),
    processor: (processorTime(pid) - before) / done.accepted,
    peak,
    lost: done.matching - delays.length + done.failures,
  };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

function medians(cells: Cell[]): Cell {
  const each = (pick: (cell: Cell) => number) => median(cells.map(pick));
  return {
    accepted: each((cell) => cell.accepted),
    completed: each((cell) => cell.completed),
    answer: [0, 1, 2].map((index) => each((cell) => cell.answer[index]!)),
    endToEnd: [0, 1, 2].map((index) => each((cell) => cell.endToEnd[index]!)),
    processor: each((cell) => cell.processor),
    peak: Math.max(...cells.map((cell) => cell.peak)),
    lost: Math.max(...cells.map((cell) => cell.lost)),
  };
}

const ms = (values: number[]): string => values.map((value) => value.toFixed(value < 10 ? 1 : 0)).join(' / ');

function row(load: string, who: string, cell: Cell, of: string): void {
  const { accepted, completed, answer, endToEnd, processor, peak, lost } = cell;
  const rates = `${accepted.toFixed(0)} | ${completed.toFixed(0)} | ${of}`;
  console.log(
    `| ${load} | ${who} | ${rates} | ${ms(answer)} | ${ms(endToEnd)} | ${processor.toFixed(2)} | ${peak.toFixed(0)} | ${lost} |`,
  );
}

async function restarted(server: TestServer, more: Record<string, string> = {}): Promise<TestServer> {
  await server.stop();
  return startServer({ data: server.data, environment: { ...environment, ...more } });
}

async function secondsToStart(server: TestServer): Promise<{ took: number; server: TestServer }> {
  await server.stop();
  const from = performance.now();
  const again = await startServer({ data: server.data, environment });
  return { took: (performance.now() - from) / 1000, server: again };
}

let server = await startServer({ environment });
const path = (await publish(server, benchFlow(sink.url))).hooks[0]!.url.replace(/^https?:\/\/[^/]+/, '');
const millrace = (load: (url: string) => Promise<Load>) =>
  measure(server.process.pid!, () => load(`${server.url}${path}`));
const byHand = (load: (url: string) => Promise<Load>) => measure(bare.process.pid!, () => load(`${bare.url}/`));

const starts: number[] = [];
for (let index = 0; index < repetitions; index++) {
  const start = await secondsToStart(server);
  starts.push(start.took);
  server = start.server;
}
await pause(5000);
const idle = residentMegabytes(server.process.pid!);
await millrace((url) => closedLoop(url, 10, { events: 2000 }));

console.log(`Node ${process.version}, ${seconds} s a cell, median of ${repetitions}; half of the events match\n`);
console.log(
  '| load | what | accepted/s | completed events/s | of bare | answer p50/p95/p99 ms | event to message p50/p95/p99 ms | CPU ms/event | peak MB | lost |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
let most = 0;
for (const connections of sizes) {
  const load = (url: string) => closedLoop(url, connections, { seconds });
  const pairs: { base: Cell; ours: Cell }[] = [];
  for (let index = 0; index < repetitions; index++)
    pairs.push({ base: await byHand(load), ours: await millrace(load) });
  const base = medians(pairs.map((pair) => pair.base));
  const ours = medians(pairs.map((pair) => pair.ours));
  most = Math.max(most, ours.completed);
  row(`${connections} connections`, 'bare node:http', base, '100.0 %');
  row(`${connections} connections`, 'Millrace', ours, `${((ours.completed / base.completed) * 100).toFixed(1)} %`);
}
for (const share of [0.5, 0.8, 0.95]) {
  const rate = Math.round(most * share);
  const cell = await millrace((url) => openLoop(url, rate, seconds));
  row(`${rate}/s come (${share * 100} % of the most)`, 'Millrace', cell, '');
}
row(
  `50 connections, ${seconds * 8} s`,
  'Millrace',
  await millrace((url) => closedLoop(url, 50, { seconds: seconds * 8 })),
  '',
);

const disk = `--import ${pathToFileURL(join(import.meta.dirname, 'slow-disk.ts')).href}`;
server = await restarted(server, { NODE_OPTIONS: disk });
await millrace((url) => closedLoop(url, 10, { events: 500 }));
for (const connections of sizes) {
  const cell = await millrace((url) => closedLoop(url, connections, { seconds }));
  row(`${connections} connections, 2 ms more a sync`, 'Millrace', cell, '');
}
console.log(`\ncold start to health 200: ${median(starts).toFixed(2)} s; idle memory: ${idle.toFixed(0)} MB`);

server = await restarted(server);
await server.stop();
const bytes = dataBytes(server.data);
server = await startServer({ data: server.data, environment });
const kept = full ? 100_000 : 4000;
await millrace((url) => closedLoop(url, 50, { events: kept * 2 }));
await server.stop();
console.log(`on disk: ${((dataBytes(server.data) - bytes) / kept / 1000).toFixed(1)} KB a run and a rejected event`);

if (full) {
  server = await startServer({ data: server.data, environment });
  const waiting = (await publish(server, waitingFlow)).hooks[0]!.url;
  await closedLoop(waiting, 50, { events: 10_000 });
  const isRunning = async () => {
    const { items } = await server.api<{ items: unknown[] }>('GET', '/api/events?flow=waiting&outcome=started&limit=1');
    return items.length > 0 || undefined;
  };
  await eventually(isRunning);
  await pause(5000);
  const start = await secondsToStart(server);
  server = start.server;
  console.log(`start with ${kept.toLocaleString('en')} runs kept and 10,000 waiting: ${start.took.toFixed(2)} s`);
  await server.stop();
}
sink.process.kill();
bare.process.kill();
