import { type Dynamo, inWave } from '../dynamo.ts';
import { bareName } from '../requests/check-table.ts';
import type { TableRecord } from '../tables/table.ts';
import { validation } from '../validation-error.ts';
import { tableForAdministration } from './describe-table.ts';

interface TimeToLive {
  Enabled: boolean;
  AttributeName: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export async function updateTimeToLive(
  dynamo: Dynamo,
  input: { TableName: string; TimeToLiveSpecification: TimeToLive },
): Promise<{ TimeToLiveSpecification: TimeToLive }> {
  const { tables } = dynamo;
  const { Enabled, AttributeName } = input.TimeToLiveSpecification;
  let kept: [number, TableRecord] | undefined;
  return inWave(
    dynamo,
    () => {
      const table = tableForAdministration(tables, bareName(input.TableName));
      const { expiry, ...record } = table.record;
      if (Enabled === (expiry !== undefined)) {
        throw validation(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
      }
      if (!Enabled && expiry !== AttributeName) {
        throw validation(`TimeToLive is active on a different AttributeName: current AttributeName is ${expiry}`);
      }
      const changed: TableRecord = Enabled ? { ...record, expiry: AttributeName } : record;
      tables.update(table, changed);
      table.rows.noteExpiries(changed.expiry);
      kept = [table.id, changed];
      return { answer: { TimeToLiveSpecification: { Enabled, AttributeName } }, places: [] };
    },
    () => tables.kept(...kept!),
  );
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export async function describeTimeToLive(
  { tables }: Dynamo,
  { TableName }: { TableName: string },
): Promise<{ TimeToLiveDescription: { TimeToLiveStatus: string; AttributeName?: string } }> {
  const { expiry } = tableForAdministration(tables, bareName(TableName)).record;
  return {
    TimeToLiveDescription:
      expiry === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: expiry },
  };
}
