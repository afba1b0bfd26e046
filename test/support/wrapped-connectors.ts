import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { z } from 'zod';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import type { Run } from '#flows/connectors/calls.ts';
import { type Connector, defineAction } from '#flows/connectors/define-connector.ts';
import type { Json } from '#flows/language/json.ts';
import { getEffects } from '#functions/store/effect.ts';
import { startReceiver } from './receiver.ts';
import { startTable } from './table.ts';

/** What the connector under test does next, call by call. */
export const script: (() => unknown)[] = [];
/** What it was called with. */
export const calls: { input: unknown; key: string }[] = [];

const act = (effects: 'reads' | 'sends') =>
  defineAction({
    input: z.strictObject({ to: z.string(), list: z.array(z.object({ n: z.number() })).optional() }),
    output: z.object({ id: z.string() }),
    sample: { id: '1' },
    idempotency: 'record',
    effects,
    connection: 'none',
  });

const run: Run<ReturnType<typeof act>> = async ({ input, idempotencyKey }) => {
  calls.push({ input, key: idempotencyKey });
  return (await script.shift()?.()) as { id: string };
};

const bot: Connector = {
  id: 'bot',
  name: 'Bot',
  icon: { letters: 'B', color: '#000000' },
  categories: [],
  version: 1,
  actions: { send: act('sends'), find: act('reads') },
  triggers: {},
};

let table: Awaited<ReturnType<typeof startTable>>;
let handlers: ((event: unknown, context: object) => Promise<Json>)[];
let step = 0;

/** The vendor that the HTTP connector calls. */
export let receiver: Awaited<ReturnType<typeof startReceiver>>;

/** Each test of the file has a table, a vendor and a step of its own. */
export function wrapConnectors(): void {
  beforeAll(async () => {
    [table, receiver] = await Promise.all([startTable(), startReceiver()]);
    process.env.MILLRACE_ALLOW_ADDRESSES = '127.0.0.0/8';
    process.env.AWS_LAMBDA_LOG_LEVEL = 'ERROR';
    const { connectorHandler } = await import('#functions/connectors/wrapper.ts');
    const [{ http: described }, { http: called }] = await Promise.all([
      import('#flows/connectors/http/connector.generated.ts'),
      import('#flows/connectors/http/calls.generated.ts'),
    ]);
    handlers = [
      connectorHandler(bot, { actions: { send: run, find: run } }),
      connectorHandler(described, called),
    ] as unknown as typeof handlers;
  });
  afterAll(async () => {
    await table.stop();
    await receiver.close();
  });
  beforeEach(() => {
    nextStep();
    script.length = 0;
    calls.length = 0;
    receiver.received.length = 0;
  });
}

/** What follows is asked for by another step. */
export function nextStep(): void {
  step++;
}

/** The path of the step that asks. */
export const stepPath = () => `s${step}`;

/** Calls the connector under test as a state machine does. */
export const call = (given: Partial<TaskPayload>) => handlers[0]!(payload(given), {});

/** The same with the HTTP connector. */
export const http = (given: Partial<TaskPayload>) => handlers[1]!(payload({ operation: 'http.request', ...given }), {});

function payload(given: Partial<TaskPayload>): TaskPayload {
  return {
    run: 'r1',
    flow: 'f',
    version: 1,
    step: 's',
    path: stepPath(),
    operation: 'bot.send',
    contract: 1,
    attempt: 0,
    timeout: 5000,
    input: { to: 'x' },
    ...given,
  };
}

/** The error as Step Functions sees it. */
export async function failure(
  answer: Promise<Json>,
): Promise<{ name: string; message: string; step: string; retryAfter?: number }> {
  const error = await answer.then(
    (value) => expect.fail(`expected an error, got ${JSON.stringify(value)}`),
    (thrown: Error) => thrown,
  );
  expect(error.stack ?? '').toBe('');
  return { name: error.name, ...JSON.parse(error.message) };
}

/** The record of the step that asks. */
export const effect = async () => (await getEffects('r1')).find(({ path }) => path === stepPath());
