import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { startTable } from '#test/support/table.ts';
import { ConditionFailed } from './condition-failed.ts';
import { deleteItem, getItem, putItem, transact, updateItem, type Write } from './table.ts';
import type { Item } from './table-shape.ts';
import { toItem } from './to-item.ts';

let table: Awaited<ReturnType<typeof startTable>>;
let kept: Clients['dynamodb'];
beforeAll(async () => {
  table = await startTable();
  kept = client('dynamodb');
});
afterEach(() => provideClients({ dynamodb: kept }));
afterAll(() => table.stop());

const broken = () =>
  Object.assign(new Error('broken'), { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
const throttled = () =>
  Object.assign(new Error('slow down'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });

/** Fails the next call, in whose place `happens`; later ones get through. Tells how many calls there were. */
function failOnce(error: Error, happens: (command: object) => Promise<unknown>): () => number {
  let calls = 0;
  const send = async (command: object) => {
    if (calls++ > 0) return kept.send(command as never);
    await happens(command);
    throw error;
  };
  provideClients({ dynamodb: { send } as never });
  return () => calls;
}

/** The next write has its effect and its answer is lost. */
const loseAnswer = () => failOnce(broken(), (command) => kept.send(command as never));

/** Another process writes an item while the next write fails without effect. */
const writtenByAnother = (error: Error, item: Item) =>
  failOnce(error, () => kept.send(new PutItemCommand({ TableName: 'millrace', Item: toItem(item) }) as never));

let next = 0;
const place = () => ({ pk: 'landed', sk: `${next++}` });
const free = { exists: false };

describe('a write whose answer was lost is sent again, and what it left is not in its own way', () => {
  it('a put', async () => {
    const key = place();
    loseAnswer();
    await putItem({ ...key, n: 1, list: [{ a: 'b' }], none: undefined }, free);
    expect(await getItem(key)).toMatchObject({ n: 1, list: [{ a: 'b' }] });
  });

  it('an update that its own condition refuses now', async () => {
    const key = place();
    await putItem({ ...key, status: 'open', note: 'x' });
    loseAnswer();
    await updateItem(key, { set: { status: 'done' }, remove: ['note'] }, { equals: { status: 'open' } });
    expect(await getItem(key)).toEqual({ ...key, status: 'done' });
  });

  it('a delete', async () => {
    const key = place();
    await putItem({ ...key, n: 1 });
    loseAnswer();
    await deleteItem(key, { exists: true });
    expect(await getItem(key)).toBeUndefined();
  });

  it('a transaction', async () => {
    const [made, changed] = [place(), place()];
    await putItem({ ...changed, status: 'open' });
    loseAnswer();
    await transact([
      { put: { ...made, n: 1 }, if: free },
      { update: changed, change: { set: { status: 'done' } }, if: { equals: { status: 'open' } } },
    ]);
    expect(await getItem(made)).toMatchObject({ n: 1 });
  });
});

describe('what another wrote is in the way', () => {
  const refused = async (write: Promise<unknown>) => {
    const error = await write.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConditionFailed);
  };

  it.each<[string, object, (key: ReturnType<typeof place>) => Write]>([
    ['a put of another', { n: 2 }, (key) => ({ put: { ...key, n: 1 }, if: free })],
    ['a put with more in it', { n: 1, more: true }, (key) => ({ put: { ...key, n: 1 }, if: free })],
    [
      'an update to another value',
      { status: 'failed' },
      (key) => ({ update: key, change: { set: { status: 'done' } }, if: { equals: { status: 'open' } } }),
    ],
    [
      'an update that left what this one removes',
      { status: 'done', note: 'x' },
      (key) => ({
        update: key,
        change: { set: { status: 'done' }, remove: ['note'] },
        if: { equals: { status: 'open' } },
      }),
    ],
    ['a check', { n: 1 }, (key) => ({ check: key, if: { equals: { n: 2 } } })],
  ])('%s, although an answer was lost', async (_, item, write) => {
    const key = place();
    const made = place();
    const calls = writtenByAnother(broken(), { ...key, ...item });
    await refused(transact([write(key), { put: { ...made, n: 1 } }]));
    expect(calls()).toBe(2);
    expect(await getItem(key)).toEqual({ ...key, ...item });
    expect(await getItem(made)).toBeUndefined();
  });

  it('a write whose try had certainly no effect, although what stands is the same', async () => {
    const key = place();
    writtenByAnother(throttled(), { ...key, n: 1 });
    await refused(putItem({ ...key, n: 1 }, free));
  });
});
