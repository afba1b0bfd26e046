import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { TaskAnswer } from '#infra/local/lambda/start-lambda.ts';
import type { StatusChange } from '#infra/local/stepfunctions/outbox.ts';
import { type StepFunctions, startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';
import { openStore, type Store } from '#infra/local/storage/store.ts';
import { ManualClock } from './manual-clock.ts';

export const roleArn = 'arn:aws:iam::000000000000:role/millrace';
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
/** A task whose answer the test gives, and a wait. */
export const task = { Type: 'Task', Resource: functionArn, End: true };

/** The embedded Step Functions on a file of its own, for tests: time stands still and tasks wait for their answer. */
export interface Fixture {
  clock: ManualClock;
  file: string;
  /** Calls of the Lambda function that have not been answered, oldest first. */
  calls: { payload: Json; answer: (answer: TaskAnswer) => void }[];
  statuses: StatusChange[];
  reports: string[];
  /** How the listener takes a status; set to make it fail. */
  listener: { takes: boolean };
  operations: StepFunctions['operations'];
  /** Makes a machine of these states, the first of them first; answers its ARN. */
  machine(name: string, states: JsonObject, type?: 'STANDARD' | 'EXPRESS', more?: JsonObject): Promise<string>;
  /** Starts an execution; answers its ARN. */
  start(machine: string, name: string, input?: Json): Promise<string>;
  /** Answers the oldest call and lets what follows happen. */
  answer(answer: Json | { error: string; cause: string }): Promise<void>;
  settle(): Promise<void>;
  stop(): Promise<void>;
  open(): Promise<void>;
  /** Stops without letting calls end, does something to the file, and starts again. */
  restart(meanwhile?: () => unknown): Promise<void>;
  remove(): Promise<void>;
}

/** Starts on a new file; `remove` ends it. */
export async function openFixture({ retentionDays = 30 } = {}): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  const clock = new ManualClock();
  let running: StepFunctions;
  let store: Store;

  async function open(): Promise<void> {
    store = openStore(fixture.file, (sentence) => fixture.reports.push(sentence), clock);
    const starting = startStepFunctions({
      store,
      clock,
      retentionDays,
      report: (sentence) => fixture.reports.push(sentence),
      onStatus: async (change) => {
        fixture.statuses.push(change);
        if (!fixture.listener.takes) throw new Error('the bus is not there');
      },
      invoke: (_, payload) => new Promise((answer) => fixture.calls.push({ payload: JSON.parse(payload), answer })),
    });
    starting.catch(() => store.close());
    running = await starting;
    fixture.operations = running.operations;
  }

  async function stop(): Promise<void> {
    const stopped = running.stop(0);
    await clock.advance(0);
    await stopped;
    store.close();
  }

  const fixture: Fixture = {
    clock,
    file: join(folder, 'step-functions.db'),
    calls: [],
    statuses: [],
    reports: [],
    listener: { takes: true },
    operations: undefined as never,
    async machine(name, states, type = 'STANDARD', more = {}) {
      const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0]!, States: states, ...more };
      const made = await fixture.operations.CreateStateMachine({
        name,
        type,
        roleArn,
        definition: JSON.stringify(definition),
      });
      return made.stateMachineArn!;
    },
    async start(stateMachineArn, name, input = {}) {
      const started = await fixture.operations.StartExecution({ stateMachineArn, name, input: JSON.stringify(input) });
      await fixture.settle();
      return started.executionArn!;
    },
    async answer(answer) {
      const call = fixture.calls.shift();
      if (!call) throw new Error('No call waits for an answer.');
      const failed = typeof answer === 'object' && answer !== null && 'error' in answer;
      call.answer(failed ? (answer as { error: string; cause: string }) : { payload: JSON.stringify(answer) });
      await fixture.settle();
    },
    async settle() {
      for (let turn = 0; turn < 10; turn++) await clock.advance(0);
    },
    stop,
    open,
    async restart(meanwhile = () => undefined) {
      await stop();
      fixture.calls.length = 0;
      fixture.statuses.length = 0;
      await meanwhile();
      await open();
      await fixture.settle();
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
  await open();
  return fixture;
}
