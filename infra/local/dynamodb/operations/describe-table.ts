import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../aws-error.ts';
import type { Dynamo } from '../dynamo.ts';
import { bareName } from '../requests/check-table.ts';
import { describeTable } from '../tables/describe-table.ts';
import type { StoredTable, Tables } from '../tables/tables.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export async function describe(
  { tables }: Dynamo,
  { TableName }: { TableName: string },
): Promise<{ Table: TableDescription }> {
  return { Table: describeTable(tableForAdministration(tables, bareName(TableName)), 'ACTIVE') };
}

/** Throws ResourceNotFoundException in the words that operations on tables have for it. */
export function tableForAdministration(tables: Tables, name: string): StoredTable {
  const table = tables.find(name);
  if (!table) {
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  }
  return table;
}
