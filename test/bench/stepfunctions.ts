import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advance } from '#flows/engine/advance.ts';
import type { EngineEvent } from '#flows/engine/execution.ts';
import { parseMachine } from '#flows/engine/parse-machine.ts';
import { startLambda } from '#infra/local/lambda/start-lambda.ts';
import { openDatabase } from '#infra/local/open-database.ts';
import { startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';

/**
 * Executions a second of start, one Lambda task, end: whole with the journal, the engine alone, and the journal's
 * writes alone. Prints medians of several rounds and their ratios.
 */

const rounds = 5;
const perRound = 5000;
const concurrency = 50;
const input = JSON.stringify({
  trigger: {
    issue: { key: 'OPS-7', fields: { summary: 'The pump leaks', priority: { name: 'High' } } },
    padding: 'x'.repeat(1000),
  },
  run: { id: 'r1' },
});
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'tell',
  States: {
    tell: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:tell',
      Arguments: {
        step: 'tell',
        input: {
          text: "{% ($trigger := $states.context.Execution.Input.trigger; $trigger.issue.key & ': ' & $trigger.issue.fields.summary) %}",
        },
      },
      Assign: { tell: '{% $states.result %}' },
      End: true,
    },
  },
};
const answer = { status: 200, id: 'message-1' };

async function whole(type: 'STANDARD' | 'EXPRESS'): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-stepfunctions-'));
  const lambda = startLambda({
    report: console.error,
    functions: { tell: { handler: async () => answer, timeoutSeconds: 15, memoryMB: 128 } },
  });
  let told = 0;
  const { operations, stop } = await startStepFunctions({
    file: join(folder, 'stepfunctions.db'),
    invoke: lambda.invokeTask,
    onStatus: async () => {
      told += 1;
    },
    report: console.error,
  });
  const { stateMachineArn } = await operations.CreateStateMachine({
    name: 'bench',
    type,
    definition: JSON.stringify(definition),
    roleArn: 'arn:aws:iam::000000000000:role/millrace',
  });
  const rates: number[] = [];
  let name = 0;
  for (let round = 0; round < rounds; round++) {
    told = 0;
    const begin = performance.now();
    let left = perRound;
    const worker = async () => {
      while (left-- > 0) {
        if (type === 'EXPRESS') await operations.StartSyncExecution({ stateMachineArn, input });
        else await operations.StartExecution({ stateMachineArn, name: `r${name++}`, input });
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    while (type === 'STANDARD' && told < perRound) await new Promise((resolve) => setImmediate(resolve));
    rates.push((perRound / (performance.now() - begin)) * 1000);
  }
  await stop();
  rmSync(folder, { recursive: true });
  return rates;
}

/** The same executions through the engine, with nothing kept. */
async function engine(): Promise<number[]> {
  const machine = parseMachine(definition);
  const random = () => 0.5;
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    for (let i = 0; i < perRound; i++) {
      const start: EngineEvent = {
        type: 'start',
        input: JSON.parse(input),
        context: { Execution: { Id: 'e' }, StateMachine: { Id: 'm' } },
      };
      const started = await advance(machine, undefined, start, i, random);
      const payload = JSON.parse(JSON.stringify(started.effects.find((effect) => effect.type === 'invoke')!.arguments));
      const output = JSON.parse(JSON.stringify(payload && answer));
      await advance(machine, started.execution, { type: 'taskSucceeded', task: 1, output }, i, random);
    }
    rates.push((perRound / (performance.now() - begin)) * 1000);
  }
  return rates;
}

/** The rows that a STANDARD execution writes, in transactions as large as the concurrency makes them. */
function writes(): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-stepfunctions-'));
  const database = openDatabase(join(folder, 'writes.db'));
  database.exec(`
    CREATE TABLE executions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, status TEXT NOT NULL, output TEXT);
    CREATE TABLE events (id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, event TEXT NOT NULL);
    CREATE INDEX events_by_execution ON events (execution);
  `);
  const start = database.prepare("INSERT INTO executions (id, name, status) VALUES (?, ?, 'RUNNING')");
  const append = database.prepare('INSERT INTO events (execution, event) VALUES (?, ?)');
  const finish = database.prepare("UPDATE executions SET status = 'SUCCEEDED', output = ? WHERE id = ?");
  const output = JSON.stringify(answer);
  const rates: number[] = [];
  let id = 0;
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    for (let done = 0; done < perRound; done += concurrency) {
      database.exec('BEGIN');
      for (let i = 1; i <= concurrency; i++) {
        start.run(id + i, `r${id + i}`);
        append.run(id + i, input);
      }
      database.exec('COMMIT; BEGIN');
      for (let i = 1; i <= concurrency; i++) {
        append.run(id + i, output);
        finish.run(output, id + i);
      }
      database.exec('COMMIT');
      id += concurrency;
    }
    rates.push((perRound / (performance.now() - begin)) * 1000);
  }
  database.close();
  rmSync(folder, { recursive: true });
  return rates;
}

function median(rates: number[]): number {
  return rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)]!;
}

const engineRate = median(await engine());
const writeRate = median(writes());
const ceiling = 1 / (1 / engineRate + 1 / writeRate);
const results = {
  'engine alone, in memory': engineRate,
  'journal writes alone': writeRate,
  'engine and writes one after the other': ceiling,
  'STANDARD, durable, end told': median(await whole('STANDARD')),
  'EXPRESS, durable, answer awaited': median(await whole('EXPRESS')),
};
for (const [name, rate] of Object.entries(results)) {
  console.log(
    `${name.padEnd(40)} ${Math.round(rate).toLocaleString('en').padStart(8)} executions/s  ${(rate / ceiling).toFixed(2)} of the ceiling`,
  );
}
