import { CreateTableCommand, DescribeTimeToLiveCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { client } from '#functions/aws/clients.ts';
import { startTable } from '#test/support/table.ts';
import { createTable } from './create-table.ts';

it('items expire although the process that made the table died before it said so', async () => {
  const { stop } = await startTable();
  const dynamodb = client('dynamodb');
  const died = {
    send: async (c: object) => {
      if (c instanceof CreateTableCommand) return dynamodb.send(c);
      throw new Error('killed');
    },
  };
  await expect(createTable(died as DynamoDBClient, 'cut-off')).rejects.toThrow('killed');
  for (let start = 0; start < 2; start++) await createTable(dynamodb, 'cut-off');
  const { TimeToLiveDescription: told } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'cut-off' }));
  expect(told).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  await stop();
});
