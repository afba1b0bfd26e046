import { randomUUID } from 'node:crypto';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../aws-error.ts';
import { type Dynamo, inWave } from '../dynamo.ts';
import { type CreateTableInput, checkCreateTable } from '../requests/check-create-table.ts';
import { bareName } from '../requests/check-table.ts';
import { describeTable } from '../tables/describe-table.ts';
import type { TableRecord } from '../tables/table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export async function createTable(
  dynamo: Dynamo,
  input: CreateTableInput,
): Promise<{ TableDescription: TableDescription }> {
  checkCreateTable(input);
  const { tables, clock } = dynamo;
  const name = bareName(input.TableName);
  const record: TableRecord = { ...input, TableName: name, TableId: randomUUID(), created: clock.now() / 1000 };
  let id = 0;
  await inWave(
    dynamo,
    () => {
      if (tables.find(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
      id = tables.insert(record);
      return { answer: undefined, places: [] };
    },
    () => tables.kept(id, record),
  );
  return { TableDescription: describeTable(tables.get(name), 'CREATING') };
}
