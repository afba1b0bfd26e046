import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import jsonata from 'jsonata';
import { advance } from '#flows/engine/advance.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { EngineEvent } from '#flows/engine/execution.ts';
import { startLambda } from '#infra/local/lambda/start-lambda.ts';
import { type StepFunctions, startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';
import { openDatabase } from '#infra/local/storage/open-database.ts';
import { openStore } from '#infra/local/storage/store.ts';

/**
 * Executions a second of start, one Lambda task, end: JSONata's evaluations alone, the engine alone, the journal's
 * writes alone, and all of it, on an empty and on a full folder. Rounds take turns, so that a busy machine slows all alike. `--expose-gc` makes the
 * memory exact.
 */

const rounds = 7;
const perRound = 4000;
const concurrency = 50;
const padding = 'x'.repeat(1000);
const input = JSON.stringify({
  trigger: { issue: { key: 'OPS-7', fields: { summary: 'The pump leaks', priority: { name: 'High' } } }, padding },
  run: { id: 'r1' },
});
const text =
  "{% ($trigger := $states.context.Execution.Input.trigger; $trigger.issue.key & ': ' & $trigger.issue.fields.summary) %}";
const oneTask = {
  QueryLanguage: 'JSONata',
  StartAt: 'tell',
  States: {
    tell: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:tell',
      Arguments: { step: 'tell', input: { text } },
      Assign: { tell: '{% $states.result %}' },
      End: true,
    },
  },
};
const pause = {
  QueryLanguage: 'JSONata',
  StartAt: 'pause',
  States: { pause: { Type: 'Wait', Seconds: 86_400, End: true } },
};
const answer = { status: 200, id: 'message-1' };

interface Contender {
  name: string;
  /** Does `perRound` executions. */
  run(round: number): Promise<void>;
}

/** Calls `work` with the numbers below `count`, as many at a time as the concurrency. */
async function many(count: number, work: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** The engine with nothing kept. */
function engine(): Contender {
  const machine = parseMachine(oneTask);
  const context = { Execution: { Id: 'e' }, StateMachine: { Id: 'm' } };
  const random = () => 0.5;
  const one = async (n: number) => {
    const start: EngineEvent = { type: 'start', input: JSON.parse(input), context };
    const started = await advance(machine, undefined, start, n, random);
    JSON.parse(JSON.stringify(started.effects.find((effect) => effect.type === 'invoke')!.arguments));
    const output = JSON.parse(JSON.stringify(answer));
    await advance(machine, started.execution, { type: 'taskSucceeded', task: 1, output }, n, random);
  };
  return { name: 'engine alone, in memory', run: () => many(perRound, one) };
}

/** The expressions of one execution, evaluated by JSONata itself and nothing around it. */
function expressions(): Contender {
  const inner = (template: string) => template.slice(2, -2);
  const [argument, assigned] = [text, oneTask.States.tell.Assign.tell].map((source) => jsonata(inner(source)));
  const one = async () => {
    const states = { input: JSON.parse(input), context: { Execution: { Input: JSON.parse(input) } } };
    await argument!.evaluate(undefined, { states });
    await assigned!.evaluate(undefined, { states: { ...states, result: answer } });
  };
  return { name: 'JSONata alone, in memory', run: () => many(perRound, one) };
}

/** The rows that a STANDARD execution writes, in transactions as large as the concurrency makes them. */
function writes(folder: string): Contender {
  const database = openDatabase(join(folder, 'writes.sqlite'));
  database.exec(`
    CREATE TABLE executions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, status TEXT NOT NULL, output TEXT);
    CREATE TABLE events (id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, event TEXT NOT NULL);
    CREATE INDEX events_by_execution ON events (execution);
  `);
  const start = database.prepare("INSERT INTO executions (id, name, status) VALUES (?, ?, 'RUNNING')");
  const append = database.prepare('INSERT INTO events (execution, event) VALUES (?, ?)');
  const finish = database.prepare("UPDATE executions SET status = 'SUCCEEDED', output = ? WHERE id = ?");
  const output = JSON.stringify(answer);
  const batch = (first: number) => {
    database.exec('BEGIN');
    for (let id = first; id < first + concurrency; id++) {
      start.run(id, `r${id}`);
      append.run(id, input);
    }
    database.exec('COMMIT; BEGIN');
    for (let id = first; id < first + concurrency; id++) {
      append.run(id, output);
      finish.run(output, id);
    }
    database.exec('COMMIT');
  };
  return {
    name: 'journal writes alone',
    async run(round) {
      for (let done = 0; done < perRound; done += concurrency) batch(round * perRound + done + 1);
    },
  };
}

interface Server extends StepFunctions {
  /** Executions whose end was told. */
  told(): number;
}

async function open(folder: string): Promise<Server> {
  const lambda = startLambda({
    report: console.error,
    functions: { tell: { handler: async () => answer, timeoutSeconds: 15, memoryMB: 128 } },
  });
  let told = 0;
  const store = openStore(join(folder, 'millrace.sqlite'), console.error);
  const started = await startStepFunctions({
    store,
    invoke: lambda.invokeTask,
    onStatus: async () => {
      told += 1;
    },
    report: console.error,
  });
  const stop = async () => {
    await started.stop();
    store.close();
  };
  return { ...started, stop, told: () => told };
}

async function machine(server: Server, name: string, type: 'STANDARD' | 'EXPRESS', asl: object): Promise<string> {
  const roleArn = 'arn:aws:iam::000000000000:role/millrace';
  const made = await server.operations.CreateStateMachine({ name, type, definition: JSON.stringify(asl), roleArn });
  return made.stateMachineArn!;
}

async function standard(name: string, server: Server): Promise<Contender> {
  const { operations, told } = server;
  const stateMachineArn = await machine(server, 'standard', 'STANDARD', oneTask);
  return {
    name,
    async run(round) {
      const before = told();
      await many(perRound, (n) => operations.StartExecution({ stateMachineArn, name: `r${round}-${n}`, input }));
      while (told() < before + perRound) await nextTurn();
    },
  };
}

async function express(name: string, server: Server): Promise<Contender> {
  const stateMachineArn = await machine(server, 'express', 'EXPRESS', oneTask);
  return {
    name,
    run: () => many(perRound, () => server.operations.StartSyncExecution({ stateMachineArn, input })),
  };
}

/** Fills a folder with 10,000 executions that wait and 100,000 that have ended, and starts on it again. */
async function fill(folder: string): Promise<Server> {
  const server = await open(folder);
  const waiting = await machine(server, 'waiting', 'STANDARD', pause);
  const before = heap();
  await many(10_000, (n) => server.operations.StartExecution({ stateMachineArn: waiting, name: `w${n}`, input }));
  const bytes = (heap() - before) / 10_000;
  const ended = await machine(server, 'ended', 'STANDARD', oneTask);
  await many(100_000, (n) => server.operations.StartExecution({ stateMachineArn: ended, name: `e${n}`, input }));
  while (server.told() < 100_000) await nextTurn();
  await server.stop();
  const begin = performance.now();
  const again = await open(folder);
  console.log('The full folder holds 10,000 executions that wait and 100,000 that have ended.');
  console.log(
    `Start on it ${format(performance.now() - begin)} ms; a waiting execution takes ${format(bytes)} bytes.\n`,
  );
  return again;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function format(number: number): string {
  return Math.round(number).toLocaleString('en');
}

const folders = ['writes', 'empty', 'full'].map((name) => mkdtempSync(join(tmpdir(), `bench-${name}-`)));
const [writesFolder, emptyFolder, fullFolder] = folders as [string, string, string];
const full = await fill(fullFolder);
const empty = await open(emptyFolder);
const contenders = [
  expressions(),
  engine(),
  writes(writesFolder),
  await standard('STANDARD, durable, end told', empty),
  await express('EXPRESS, durable, answer awaited', empty),
  await standard('STANDARD, in the full folder', full),
];
const rates = contenders.map((): number[] => []);
for (let round = 0; round < rounds; round++) {
  for (const [index, contender] of contenders.entries()) {
    const begin = performance.now();
    await contender.run(round);
    rates[index]!.push((perRound / (performance.now() - begin)) * 1000);
  }
}
await empty.stop();
await full.stop();
for (const folder of folders) rmSync(folder, { recursive: true });

const medians = rates.map((found) => found.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!);
const inTurn = (a: number, b: number): number => 1 / (1 / a + 1 / b);
const bare = inTurn(medians[0]!, medians[2]!);
const own = inTurn(medians[1]!, medians[2]!);
console.log(
  'One task, two transitions             executions/s  transitions/s  of JSONata and writes  of engine and writes',
);
for (const [index, { name }] of contenders.entries()) {
  const rate = medians[index]!;
  const columns = [format(rate), format(2 * rate), (rate / bare).toFixed(2), (rate / own).toFixed(2)];
  console.log(name.padEnd(37) + columns.map((column, at) => column.padStart([13, 15, 23, 22][at]!)).join(''));
}
