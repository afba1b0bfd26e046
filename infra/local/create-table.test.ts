import { CreateTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { startTable } from '#test/support/table.ts';
import { createTable } from './create-table.ts';

it('items expire although the process that made the table died before it said so', async () => {
  const { stop } = await startTable();
  const client = new DynamoDBClient();
  const died = {
    send: async (c: object) => {
      if (c instanceof CreateTableCommand) return client.send(c);
      throw new Error('killed');
    },
  };
  await expect(createTable(died as never, 'cut-off')).rejects.toThrow('killed');
  for (let start = 0; start < 2; start++) await createTable(client as never, 'cut-off');
  const { TimeToLiveDescription: told } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'cut-off' }));
  expect(told).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  client.destroy();
  await stop();
});
