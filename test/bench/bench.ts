import { publish } from '#test/support/publish.ts';
import { pause, startServer, type TestServer } from '#test/support/server.ts';
import { type Load, load, percentile } from './load.ts';
import { residentMegabytes, startHelper } from './processes.ts';

/**
 * `npm run bench [-- seconds]`: the flow webhook -> condition -> mapping -> HTTP action with full history, beside the
 * same flow written by hand without any storage, on this machine, load and sink sharing its cores.
 */
const seconds = Number(process.argv[2] ?? 8);
const sizes = [1, 10, 50];
const repetitions = 3;

interface Cell {
  accepted: number;
  completed: number;
  answer: number[];
  endToEnd: number[];
  lost: number;
  peak: number;
}

const flow = (sink: string): string => `
id: bench
name: Bench
trigger: { use: core.webhook }
steps:
  - id: urgent
    if: { left: "{{ $trigger.body.issue.fields.priority.name }}", op: in, right: [High, Highest] }
    then:
      - { id: message, set: { text: "{{ $trigger.body.issue.key }} is {{ $trigger.body.issue.fields.status.name }}: {{ $trigger.body.issue.fields.summary }}" } }
      - { id: send, use: http.request, with: { method: POST, url: "${sink}/message", body: { ts: "{{ $trigger.body.ts }}", text: "{{ $message.text }}" } } }
`;

const sink = await startHelper('sink.ts');
const bare = await startHelper('bare.ts', `${sink.url}/message`);
// A machine that is faster than the usual limit of one address is measured, not the limit.
const environment = { MILLRACE_ALLOW_ADDRESSES: new URL(sink.url).host, MILLRACE_HOOK_RATE: '100000' };

async function figures(): Promise<{ delays: number[]; last: number }> {
  return (await (await fetch(`${sink.url}/figures`)).json()) as { delays: number[]; last: number };
}

/** Loads the address, waits until every accepted event's message has come, and gives the medians' raw material. */
async function measure(url: string, connections: number, pid: number | undefined): Promise<Cell> {
  await figures();
  const started = Date.now();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, pid === undefined ? 0 : residentMegabytes(pid))), 500);
  const done: Load = await load(url, connections, 100_000, seconds);
  const delays: number[] = [];
  let last = started;
  for (const until = Date.now() + 120_000; delays.length < done.accepted && Date.now() < until; await pause(100)) {
    const more = await figures();
    delays.push(...more.delays);
    last = more.last;
  }
  clearInterval(watch);
  delays.sort((a, b) => a - b);
  return {
    accepted: done.accepted / done.seconds,
    completed: delays.length / ((last - started) / 1000),
    answer: [0.5, 0.95, 0.99].map((share) => percentile(done.answers, share)),
    endToEnd: [0.5, 0.95, 0.99].map((share) => percentile(delays, share)),
    lost: done.accepted - delays.length,
    peak,
  };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function medians(cells: Cell[]): Cell {
  const each = (pick: (cell: Cell) => number) => median(cells.map(pick));
  return {
    accepted: each((cell) => cell.accepted),
    completed: each((cell) => cell.completed),
    answer: [0, 1, 2].map((index) => each((cell) => cell.answer[index]!)),
    endToEnd: [0, 1, 2].map((index) => each((cell) => cell.endToEnd[index]!)),
    lost: Math.max(...cells.map((cell) => cell.lost)),
    peak: Math.max(...cells.map((cell) => cell.peak)),
  };
}

async function coldStart(server: TestServer): Promise<{ seconds: number; server: TestServer }> {
  await server.stop();
  const from = performance.now();
  const again = await startServer({ data: server.data, environment });
  return { seconds: (performance.now() - from) / 1000, server: again };
}

const ms = (values: number[]): string => values.map((value) => value.toFixed(value < 10 ? 1 : 0)).join(' / ');

let server = await startServer({ environment });
const hook = (await publish(server, flow(sink.url))).hooks[0]!.url.replace(/^https?:\/\/[^/]+/, '');
const starts: number[] = [];
for (let index = 0; index < repetitions; index++) {
  const start = await coldStart(server);
  starts.push(start.seconds);
  server = start.server;
}
await pause(5000);
const idle = residentMegabytes(server.process.pid!);

console.log(`Node ${process.version}, ${seconds} s a cell, median of ${repetitions}\n`);
console.log(
  '| connections | what | accepted/s | completed runs/s | of bare | answer p50/p95/p99 ms | event to message p50/p95/p99 ms | peak MB | lost |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const connections of sizes) {
  const pairs: { bare: Cell; millrace: Cell }[] = [];
  for (let index = 0; index < repetitions; index++) {
    pairs.push({
      bare: await measure(`${bare.url}/`, connections, undefined),
      millrace: await measure(`${server.url}${hook}`, connections, server.process.pid),
    });
  }
  const base = medians(pairs.map((pair) => pair.bare));
  const ours = medians(pairs.map((pair) => pair.millrace));
  for (const [name, cell] of [
    ['bare node:http', base],
    ['Millrace', ours],
  ] as const) {
    const ratio = `${((cell.completed / base.completed) * 100).toFixed(1)} %`;
    console.log(
      `| ${connections} | ${name} | ${cell.accepted.toFixed(0)} | ${cell.completed.toFixed(0)} | ${ratio} | ${ms(cell.answer)} | ${ms(cell.endToEnd)} | ${cell.peak.toFixed(0)} | ${cell.lost} |`,
    );
  }
}
console.log(
  `\ncold start to health 200: ${median(starts).toFixed(2)} s; idle memory, database process included: ${idle.toFixed(0)} MB`,
);
await server.stop();
sink.process.kill();
bare.process.kill();
