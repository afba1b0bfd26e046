import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLambda } from '#infra/local/lambda/start-lambda.ts';
import { startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';
import { openStore } from '#infra/local/storage/store.ts';

/**
 * The embedded Step Functions in a process that may be killed: `node step-functions-child.ts FILE LOG FIRST COUNT`
 * starts COUNT executions named after the numbers from FIRST on and then goes on until SIGTERM. What happens goes to
 * LOG, a line of JSON each, before anything follows from it.
 */

const [file, log, first, count] = process.argv.slice(2) as [string, string, string, string];

function write(line: object): void {
  appendFileSync(log, `${JSON.stringify(line)}\n`);
}

/** Answers after a while, so that a kill finds calls under way. */
async function echo<T>(value: T): Promise<T> {
  await sleep(Math.random() * 20);
  return value;
}

const plan = { timeoutSeconds: 30, memoryMB: 128 };
const lambda = startLambda({
  report: (sentence) => write({ report: sentence }),
  functions: {
    echo: { ...plan, handler: echo },
    flaky: {
      ...plan,
      handler: async ({ tries, fails }: { tries: number; fails: number }) => {
        await echo(null);
        if (tries < fails) throw Object.assign(new Error(`try ${tries}`), { name: 'RateLimited' });
        return `after ${tries}`;
      },
    },
    effect: {
      ...plan,
      handler: async (event: object) => {
        write({ effect: event });
        return null;
      },
    },
  },
});

const store = openStore(file, (sentence) => write({ report: sentence }));
const { operations, stop } = await startStepFunctions({
  store,
  invoke: lambda.invokeTask,
  onStatus: async ({ name, status, output, error }) => write({ ended: name, status, output, error }),
  report: (sentence) => write({ report: sentence }),
});

const call = (name: string, Arguments: object) => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  Arguments,
});
const Assign = { answer: '{% $states.result %}' };

/** `same` compares chance before a call with chance as it is known when all is over, perhaps in another process. */
const states = {
  Draw: { Type: 'Pass', Assign: { n: '{% $states.input.n %}', luck: '{% $random() & $uuid() %}' }, Next: 'Tell' },
  Tell: { ...call('echo', { luck: '{% $luck %}' }), Assign: { told: '{% $states.result.luck %}' }, Next: 'Kind' },
  Kind: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $n % 4 = 0 %}', Next: 'Pause' },
      { Condition: '{% $n % 4 = 1 %}', Next: 'Flaky' },
      { Condition: '{% $n % 4 = 2 %}', Next: 'Each' },
    ],
    Default: 'Both',
  },
  Pause: { Type: 'Wait', Seconds: 1, Assign: { answer: 'paused' }, Next: 'Done' },
  Flaky: {
    ...call('flaky', { tries: '{% $states.context.State.RetryCount %}', fails: 2 }),
    Retry: [{ ErrorEquals: ['RateLimited'], IntervalSeconds: 1, BackoffRate: 1, JitterStrategy: 'FULL' }],
    Assign,
    Next: 'Done',
  },
  Each: {
    Type: 'Map',
    Items: '{% [1..5] %}',
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'Item',
      States: { Item: { ...call('echo', { item: '{% $states.input * $n %}' }), End: true } },
    },
    Assign: { answer: '{% $sum($states.result.item) %}' },
    Next: 'Done',
  },
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Left', States: { Left: { Type: 'Wait', Seconds: 1, Output: 'left', End: true } } },
      { StartAt: 'Right', States: { Right: { ...call('echo', {}), Output: 'right', End: true } } },
    ],
    Assign: { answer: "{% $join($states.result, '+') %}" },
    Next: 'Done',
  },
  Done: { Type: 'Pass', Output: { n: '{% $n %}', answer: '{% $answer %}', same: '{% $told = $luck %}' }, End: true },
};
const { Done, ...before } = states;
const expressStates = {
  ...before,
  Done: { ...call('effect', { n: '{% $n %}', answer: '{% $answer %}', same: '{% $told = $luck %}' }), End: true },
};

async function machine(name: string, type: 'STANDARD' | 'EXPRESS', States: object): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Draw', States });
  const made = await operations.CreateStateMachine({
    name,
    type,
    definition,
    roleArn: 'arn:aws:iam::000000000000:role/m',
  });
  return made.stateMachineArn!;
}

const standard = await machine('standard', 'STANDARD', { ...before, Done });
const express = await machine('express', 'EXPRESS', expressStates);
write({ ready: process.pid });

/** Names of those that are still running after 20 seconds: also what was started and never logged as accepted must end. */
async function stuck(): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const { executions } = await operations.ListExecutions({ stateMachineArn: standard, statusFilter: 'RUNNING' });
    if (executions!.length === 0 || tries === 400) return executions!.map(({ name }) => name!);
    await sleep(50);
  }
}

process.on('SIGTERM', async () => {
  const stopped = await stuck();
  await stop();
  store.close();
  write({ stopped });
  process.exit(0);
});

let next = Number(first);
const end = next + Number(count);

async function work(): Promise<void> {
  while (next < end) {
    const n = next++;
    const request = { name: `r${n}`, input: JSON.stringify({ n, padding: 'x'.repeat(500) }) };
    try {
      await operations.StartExecution({ ...request, stateMachineArn: n % 3 === 0 ? express : standard });
      write({ accepted: n, type: n % 3 === 0 ? 'EXPRESS' : 'STANDARD' });
    } catch (error) {
      write({ refused: n, error: (error as Error).name });
    }
  }
}
await Promise.all(Array.from({ length: 20 }, work));
write({ done: end });
