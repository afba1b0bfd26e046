import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { type Dynamo, inWave } from '../dynamo.ts';
import { bareName } from '../requests/check-table.ts';
import { describeTable } from '../tables/describe-table.ts';
import { validation } from '../validation-error.ts';
import { tableForAdministration } from './describe-table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export async function deleteTable(
  dynamo: Dynamo,
  input: { TableName: string },
): Promise<{ TableDescription: TableDescription }> {
  const { tables } = dynamo;
  const name = bareName(input.TableName);
  return inWave(
    dynamo,
    () => {
      const table = tableForAdministration(tables, name);
      if (table.record.DeletionProtectionEnabled) {
        throw validation(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      }
      tables.remove(table);
      return { answer: { TableDescription: describeTable(table, 'DELETING') }, places: [] };
    },
    () => tables.removed(name),
  );
}
