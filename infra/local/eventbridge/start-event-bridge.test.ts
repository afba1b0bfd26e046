import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import type { QueueRecord } from '../sqs/queue-reader.ts';
import { openStore, type Store } from '../storage/store.ts';
import { type EventBridge, type EventRule, startEventBridge } from './start-event-bridge.ts';

let folder: string;
let clock: ManualClock;
let delivered: { target: string; records: QueueRecord[] }[];
/** What a test wants of the target; succeeds unless it says otherwise. */
let answer: (records: QueueRecord[]) => Promise<{ failed: string[] }>;
let running: EventBridge[];

const rule: EventRule = {
  name: 'events',
  bus: 'millrace',
  pattern: { source: ['test'] },
  queue: 'work',
  target: 'worker',
  batchSize: 10,
  inFlight: 2,
  maxReceives: 3,
  visibilitySeconds: 60,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bridge-'));
  clock = new ManualClock();
  delivered = [];
  answer = async () => ({ failed: [] });
  running = [];
});

afterEach(async () => {
  for (const bridge of running) {
    const stopped = bridge.stop(0);
    await clock.advance(0);
    await stopped;
    stores.get(bridge)!.close();
  }
  rmSync(folder, { recursive: true });
});

const stores = new Map<EventBridge, Store>();

function start(rules: EventRule[] = [rule]): EventBridge {
  const store = openStore(join(folder, 'events.db'), () => {}, clock);
  const bridge = startEventBridge({
    store,
    rules,
    deliver: (target, records) => {
      delivered.push({ target, records });
      return answer(records);
    },
    clock,
    random: () => 1,
  });
  running.push(bridge);
  stores.set(bridge, store);
  return bridge;
}

async function stop(bridge: EventBridge): Promise<void> {
  running = running.filter((other) => other !== bridge);
  await bridge.stop();
  stores.get(bridge)!.close();
}

const entry = (n: number | string, more: object = {}) => ({
  EventBusName: 'millrace',
  Source: 'test',
  DetailType: 'happened',
  Detail: `{"n":${JSON.stringify(n)}}`,
  ...more,
});
const numbers = (records: QueueRecord[]): unknown[] => records.map(({ body }) => JSON.parse(body).detail.n);
const allNumbers = (): unknown[] => delivered.flatMap(({ records }) => numbers(records));
const url = 'http://127.0.0.1:4311/000000000000/work';
const deadUrl = `${url}-dead`;

async function deadCount(bridge: EventBridge): Promise<string | undefined> {
  const { Attributes } = await bridge.sqs.operations.GetQueueAttributes({ QueueUrl: deadUrl, AttributeNames: ['All'] });
  return Attributes?.ApproximateNumberOfMessages;
}

test('an event reaches the targets of the rules it matches, once each, as EventBridge shapes it', async () => {
  const other = { ...rule, name: 'all', pattern: {}, queue: 'all', target: 'auditor' };
  const bridge = start([rule, other]);
  const { Entries, FailedEntryCount } = await bridge.operations.PutEvents({
    Entries: [entry(1, { Time: new Date('2026-03-04T05:06:07.890Z'), Resources: ['r'] }), entry(2, { Source: 'else' })],
  });
  await clock.advance(0);
  expect(FailedEntryCount).toBe(0);
  const targets = delivered.flatMap(({ target, records }) => numbers(records).map((n) => `${target} ${n}`));
  expect(targets.sort()).toEqual(['auditor 1', 'auditor 2', 'worker 1']);
  const [record] = delivered.find(({ target }) => target === 'worker')!.records;
  expect(record).toMatchObject({ receiveCount: 1, sentAt: clock.now() });
  expect(JSON.parse(record!.body)).toEqual({
    version: '0',
    id: Entries![0]!.EventId,
    'detail-type': 'happened',
    source: 'test',
    account: '000000000000',
    time: '2026-03-04T05:06:07Z',
    region: 'us-east-1',
    resources: ['r'],
    detail: { n: 1 },
  });
});

test.each([
  ['no source', { Source: undefined }, 'InvalidArgument', /Source is a required argument/],
  ['no detail type', { DetailType: '' }, 'InvalidArgument', /DetailType is a required argument/],
  ['no detail', { Detail: undefined }, 'InvalidArgument', /Detail is a required argument/],
  ['text that is not JSON', { Detail: '{"n":' }, 'MalformedDetail', /malformed/],
  ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail', /malformed/],
  ["AWS's own source", { Source: 'aws.states' }, 'NotAuthorizedForSourceException', /Not authorized/],
  ['an unknown bus', { EventBusName: 'nobody' }, 'ResourceNotFoundException', /nobody/],
])('an entry with %s fails alone', async (_, wrong, code, message) => {
  const bridge = start();
  const result = await bridge.operations.PutEvents({ Entries: [entry(1), entry(2, wrong), entry(3)] });
  await clock.advance(0);
  expect(result.FailedEntryCount).toBe(1);
  expect(result.Entries![1]).toEqual({ ErrorCode: code, ErrorMessage: expect.stringMatching(message) });
  expect(allNumbers()).toEqual([1, 3]);
});

test.each([
  ['no entries', [], /greater than or equal to 1/],
  ['11 entries', Array.from({ length: 11 }, (_, n) => entry(n)), /less than or equal to 10/],
  ['1 MiB', [entry('x'.repeat(600_000)), entry('x'.repeat(600_000))], /over the limit/],
])('a call with %s is refused whole', async (_, Entries, message) => {
  const bridge = start();
  await expect(bridge.operations.PutEvents({ Entries })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });
  await clock.advance(0);
  expect(delivered).toEqual([]);
});

test('embedded services may speak as aws', async () => {
  const bridge = start([{ ...rule, pattern: { source: ['aws.states'] } }]);
  await bridge.putAsAws([entry(1, { Source: 'aws.states' })]);
  await clock.advance(0);
  expect(allNumbers()).toEqual([1]);
});

test('batches have at most batchSize messages and no more than inFlight run at a time', async () => {
  const waiting: (() => void)[] = [];
  answer = () => new Promise((resolve) => waiting.push(() => resolve({ failed: [] })));
  const bridge = start([{ ...rule, batchSize: 4 }]);
  for (let n = 0; n < 20; n += 10) {
    await bridge.operations.PutEvents({ Entries: Array.from({ length: 10 }, (_, i) => entry(n + i)) });
  }
  await clock.advance(0);
  expect(delivered.map(({ records }) => records.length)).toEqual([4, 4]);
  for (let done = 0; done < 5; done++) {
    waiting.shift()!();
    await clock.advance(0);
    expect(waiting.length).toBeLessThanOrEqual(2);
  }
  expect(allNumbers().sort()).toEqual(Array.from({ length: 20 }, (_, n) => n).sort());
});

test('whoever sends faster than the targets work is answered later, by what waits for them', async () => {
  const bridge = start();
  const held: (() => void)[] = [];
  answer = () => new Promise((resolve) => held.push(() => resolve({ failed: [] })));
  const put = () => bridge.operations.PutEvents({ Entries: Array.from({ length: 10 }, (_, n) => entry(n)) });
  for (let batch = 0; batch < 9; batch++) await put();
  held.shift()!();
  await clock.advance(0);
  // Three batches were handed over, 60 messages wait: 8 ms for the 40 too many.
  let answered = false;
  const late = put().then(() => {
    answered = true;
  });
  await clock.advance(7);
  expect(answered).toBe(false);
  await clock.advance(1);
  await late;
  answer = async () => ({ failed: [] });
  for (const finish of held) finish();
  while (delivered.length < 10) await clock.advance(0);
  await put();
});

test('a failed message comes back later and later, then is a dead letter; the others of its batch are done', async () => {
  answer = async (records) => ({
    failed: records.filter(({ body }) => body.includes('"bad"')).map(({ messageId }) => messageId),
  });
  const bridge = start();
  await bridge.operations.PutEvents({ Entries: [entry('good'), entry('bad')] });
  await clock.advance(0);
  expect(allNumbers()).toEqual(['good', 'bad']);
  await clock.advance(999);
  expect(delivered).toHaveLength(1);
  await clock.advance(1);
  expect(delivered).toHaveLength(2);
  await clock.advance(1999);
  expect(delivered).toHaveLength(2);
  await clock.advance(1);
  expect(delivered.slice(1).map(({ records }) => records.map(({ receiveCount }) => receiveCount))).toEqual([[2], [3]]);
  await clock.advance(3_600_000);
  expect(delivered).toHaveLength(3);
  expect(await deadCount(bridge)).toBe('1');
});

test('a target that throws fails its whole batch', async () => {
  answer = async () => {
    throw new Error('no');
  };
  const bridge = start();
  await bridge.operations.PutEvents({ Entries: [entry(1), entry(2)] });
  await clock.advance(3_600_000);
  expect(await deadCount(bridge)).toBe('2');
});

test('a batch that is never answered is handed over again after the visibility timeout', async () => {
  answer = () => new Promise(() => {});
  const bridge = start([{ ...rule, inFlight: 5 }]);
  await bridge.operations.PutEvents({ Entries: [entry(1)] });
  await clock.advance(59_999);
  expect(delivered).toHaveLength(1);
  await clock.advance(1);
  expect(delivered).toHaveLength(2);
});

test('stop gives up a target that never answers; its batch comes again at the next start', async () => {
  let finish = () => {};
  answer = () => new Promise((resolve) => (finish = () => resolve({ failed: [] })));
  const first = start();
  await first.operations.PutEvents({ Entries: [entry(1)] });
  await clock.advance(0);
  const stopping = stop(first);
  await clock.advance(10_000);
  await stopping;
  finish();
  await clock.advance(0);
  answer = async () => ({ failed: [] });
  start();
  await clock.advance(0);
  expect(delivered.map(({ records }) => records[0]!.receiveCount)).toEqual([1, 2]);
});

test('dead letters are read, put back one by one or all at once, and deleted', async () => {
  answer = async (records) => ({ failed: records.map(({ messageId }) => messageId) });
  const bridge = start([{ ...rule, maxReceives: 1 }]);
  const sqs = bridge.sqs.operations;
  await bridge.operations.PutEvents({ Entries: [entry(1), entry(2), entry(3)] });
  await clock.advance(0);
  const read = () =>
    sqs.ReceiveMessage({
      QueueUrl: deadUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 5,
      MessageSystemAttributeNames: ['All'],
    });
  const { Messages } = await read();
  expect(Messages!.map(({ Body }) => JSON.parse(Body!).detail.n)).toEqual([1, 2, 3]);
  expect(Messages![0]!.Attributes).toMatchObject({ SentTimestamp: String(clock.now()), ApproximateReceiveCount: '2' });
  expect(await read()).toEqual({});
  await sqs.ChangeMessageVisibility({
    QueueUrl: deadUrl,
    ReceiptHandle: Messages![2]!.ReceiptHandle,
    VisibilityTimeout: 0,
  });
  expect((await read()).Messages).toHaveLength(1);
  await clock.advance(5000);

  answer = async () => ({ failed: [] });
  delivered = [];
  await sqs.SendMessage({ QueueUrl: url, MessageBody: Messages![0]!.Body });
  await sqs.DeleteMessage({ QueueUrl: deadUrl, ReceiptHandle: Messages![0]!.ReceiptHandle });
  await clock.advance(0);
  expect(allNumbers()).toEqual([1]);
  await sqs.StartMessageMoveTask({ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:work-dead' });
  await clock.advance(0);
  expect(allNumbers()).toEqual([1, 2, 3]);
  expect(await deadCount(bridge)).toBe('0');
});

test('a restart takes up what was waiting, delayed or under way', async () => {
  answer = async () => ({ failed: [delivered.at(-1)!.records[0]!.messageId] });
  const first = start();
  await first.operations.PutEvents({ Entries: [entry(1)] });
  await clock.advance(0);
  await stop(first);
  answer = async () => ({ failed: [] });
  start();
  await clock.advance(0);
  expect(delivered.map(({ records }) => records[0]!.receiveCount)).toEqual([1, 2]);
});

test('stop waits for the batch under way and keeps its outcome', async () => {
  let finish = () => {};
  answer = () => new Promise((resolve) => (finish = () => resolve({ failed: [] })));
  const first = start();
  await first.operations.PutEvents({ Entries: [entry(1)] });
  await clock.advance(0);
  const stopped = vi.fn();
  const stopping = stop(first).then(stopped);
  await clock.advance(0);
  expect(stopped).not.toHaveBeenCalled();
  finish();
  await stopping;
  start();
  await clock.advance(0);
  expect(delivered).toHaveLength(1);
});

test('kill -9 loses no event that PutEvents answered for, and brings each of them', { timeout: 20_000 }, async () => {
  const file = join(folder, 'events.db');
  const child = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '--eval',
      // Written at once: a line that is still in this process's memory when it is killed would prove nothing.
      `import { writeSync } from 'node:fs';
       import { startEventBridge } from '#infra/local/eventbridge/start-event-bridge.ts';
       import { openStore } from '#infra/local/storage/store.ts';
       const { operations } = startEventBridge({ store: openStore(${JSON.stringify(file)}, console.error), rules: [${JSON.stringify(rule)}],
         deliver: async (_, records) => {
           await new Promise((resolve) => setTimeout(resolve, 5));
           for (const { body } of records) writeSync(1, 'done ' + JSON.parse(body).detail.n + '\\n');
           return { failed: [] };
         } });
       let next = 0;
       for (let i = 0; i < 8; i++) (async () => {
         for (;;) {
           const n = next++;
           await operations.PutEvents({ Entries: [{ EventBusName: 'millrace', Source: 'test', DetailType: 'x', Detail: '{"n":' + n + '}' }] });
           writeSync(1, 'kept ' + n + '\\n');
         }
       })();`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const kept = new Set<number>();
  const done = new Set<number>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, n] = line.split(' ');
    if (what === 'done') done.add(Number(n));
    else if (kept.add(Number(n)).size === 1000) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(kept.size).toBeGreaterThanOrEqual(1000);
  expect(done.size).toBeLessThan(kept.size);

  answer = async (records) => {
    for (const n of numbers(records)) done.add(Number(n));
    return { failed: [] };
  };
  const bridge = start();
  await expect
    .poll(async () => {
      const { Attributes } = await bridge.sqs.operations.GetQueueAttributes({ QueueUrl: url, AttributeNames: ['All'] });
      return (
        Number(Attributes!.ApproximateNumberOfMessages) + Number(Attributes!.ApproximateNumberOfMessagesNotVisible)
      );
    })
    .toBe(0);
  expect([...kept].filter((n) => !done.has(n))).toEqual([]);
});
