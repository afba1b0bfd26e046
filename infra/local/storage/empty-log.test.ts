import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { inProcessClient } from '../clients/in-process-client.ts';
import { createTable } from '../create-table.ts';
import { startDynamo } from '../dynamodb/start-dynamo.ts';
import { openStore } from './store.ts';

const scratch = scratchFolder();
afterAll(() => scratch.remove());

test.each([
  ['a small item', 1],
  ['one that takes pages of its own', 10_000],
])('of %s that was deleted or replaced nothing is on the disk ten minutes later', async (name, times) => {
  const clock = new ManualClock();
  const folder = join(scratch.path, name.replaceAll(' ', '-'));
  mkdirSync(folder);
  const store = openStore(join(folder, 'data.sqlite'), () => {}, clock);
  const dynamo = startDynamo(store);
  const client = inProcessClient(dynamo.operations);
  const onDisk = (text: string) => readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(text));
  const put = (pk: string, text: string) =>
    client.send(
      new PutItemCommand({ TableName: 'millrace', Item: { pk: { S: pk }, sk: { S: 'one' }, text: { S: text } } }),
    );
  try {
    await createTable(client, 'millrace');
    for (let n = 0; n < 20; n++) await put(`other-${n}`, `kept ${n}`);
    await put('deleted', 'my-secret '.repeat(times));
    await put('replaced', 'my-sample '.repeat(times));
    await clock.advance(600_000);
    expect([onDisk('my-secret'), onDisk('my-sample')]).toEqual([true, true]);
    await client.send(
      new DeleteItemCommand({ TableName: 'millrace', Key: { pk: { S: 'deleted' }, sk: { S: 'one' } } }),
    );
    await put('replaced', 'short');
    await clock.advance(600_000);
    expect([onDisk('my-secret'), onDisk('my-sample'), onDisk('kept 7')]).toEqual([false, false, true]);
  } finally {
    dynamo.stop();
    store.close();
  }
});
