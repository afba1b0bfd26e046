import type { Dynamo } from '../dynamo.ts';

const mostNames = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export async function listTables(
  { tables }: Dynamo,
  input: { ExclusiveStartTableName?: string; Limit?: number },
): Promise<{ TableNames: string[]; LastEvaluatedTableName?: string }> {
  const { ExclusiveStartTableName: after = '', Limit: limit = mostNames } = input;
  const left = tables.names().filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
  const TableNames = left.slice(0, limit);
  return { TableNames, ...(left.length > limit && { LastEvaluatedTableName: TableNames.at(-1)! }) };
}
