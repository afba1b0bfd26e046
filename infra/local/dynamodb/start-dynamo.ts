import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../aws-error.ts';
import type { Operations } from '../call-operation.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import { Timers } from '../timers.ts';
import { textAsBytes } from './bytes.ts';
import type { Dynamo } from './dynamo.ts';
import { expireItems } from './expire-items.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { createTable } from './operations/create-table.ts';
import { deleteItem } from './operations/delete-item.ts';
import { deleteTable } from './operations/delete-table.ts';
import { describe } from './operations/describe-table.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { describeTimeToLive, updateTimeToLive } from './operations/time-to-live.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { updateItem } from './operations/update-item.ts';
import { RequestTokens } from './request-tokens.ts';
import { checkConstraints } from './requests/check-constraints.ts';
import { checkNamed } from './requests/check-table.ts';
import { shapes } from './requests/shapes.ts';
import { Tables } from './tables/tables.ts';
import { Unsettled } from './unsettled.ts';

const operations = {
  CreateTable: createTable,
  DescribeTable: describe,
  DeleteTable: deleteTable,
  ListTables: listTables,
  UpdateTimeToLive: updateTimeToLive,
  DescribeTimeToLive: describeTimeToLive,
  PutItem: putItem,
  GetItem: getItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  TransactWriteItems: transactWriteItems,
  TransactGetItems: transactGetItems,
};

/** Operations on a table as a whole. */
const administering = new Set([
  'CreateTable',
  'DescribeTable',
  'DeleteTable',
  'UpdateTimeToLive',
  'DescribeTimeToLive',
]);

/** The embedded DynamoDB. */
export interface EmbeddedDynamo {
  /** By AWS's names; inputs and outputs as the SDK has them, bytes of inputs also in base64. */
  operations: Operations;
  stop(): void;
}

/** Starts on a database that `commit` alone writes to; items that have expired are deleted by and by. */
export function startDynamo({
  database,
  commit,
  clock = systemClock,
}: {
  database: DatabaseSync;
  commit: GroupCommit;
  clock?: Clock;
}): EmbeddedDynamo {
  const dynamo: Dynamo = {
    tables: new Tables(database),
    commit,
    unsettled: new Unsettled(),
    tokens: new RequestTokens(database),
    clock,
  };
  const timers = new Timers(clock);
  expireItems(dynamo, timers);
  return {
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [
        name,
        async (input: object) => {
          if (administering.has(name)) checkNamed(input, name === 'CreateTable');
          checkConstraints(input, shapes[name]!);
          try {
            return textAsBytes(await operation(dynamo, input as never));
          } catch (error) {
            if (error instanceof AwsError) textAsBytes(error.members);
            throw error;
          }
        },
      ]),
    ),
    stop: () => timers.stop(),
  };
}
