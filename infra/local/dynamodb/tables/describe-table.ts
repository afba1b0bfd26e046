import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { StoredTable } from './tables.ts';

const arnPrefix = 'arn:aws:dynamodb:us-east-1:000000000000:table/';

/** What DescribeTable and its like tell of a table. */
export function describeTable(
  { name, record, rows }: StoredTable,
  status: 'CREATING' | 'ACTIVE' | 'DELETING',
): TableDescription {
  const { items, bytes } = status === 'ACTIVE' ? rows.count() : { items: 0, bytes: 0 };
  const TableArn = arnPrefix + name;
  const size = { IndexSizeBytes: bytes, ItemCount: items };
  const local = record.LocalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
    ...size,
    IndexArn: `${TableArn}/index/${IndexName}`,
  }));
  const global = record.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection, ProvisionedThroughput }) => ({
    IndexName,
    KeySchema,
    Projection,
    IndexStatus: status,
    ProvisionedThroughput: throughput(ProvisionedThroughput),
    ...size,
    IndexArn: `${TableArn}/index/${IndexName}`,
  }));
  return {
    AttributeDefinitions: record.AttributeDefinitions,
    TableName: name,
    KeySchema: record.KeySchema,
    TableStatus: status,
    CreationDateTime: new Date(record.created * 1000),
    ProvisionedThroughput: throughput(record.ProvisionedThroughput),
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn,
    TableId: record.TableId,
    ...(record.BillingMode === 'PAY_PER_REQUEST' && {
      BillingModeSummary: {
        BillingMode: 'PAY_PER_REQUEST',
        LastUpdateToPayPerRequestDateTime: new Date(record.created * 1000),
      },
      TableThroughputModeSummary: {
        TableThroughputMode: 'PAY_PER_REQUEST',
        LastUpdateToPayPerRequestDateTime: new Date(record.created * 1000),
      },
    }),
    ...(local && { LocalSecondaryIndexes: local }),
    ...(global && { GlobalSecondaryIndexes: global }),
    ...(record.TableClass !== undefined && { TableClassSummary: { TableClass: record.TableClass as 'STANDARD' } }),
    DeletionProtectionEnabled: record.DeletionProtectionEnabled ?? false,
  };
}

function throughput(given: { ReadCapacityUnits: number; WriteCapacityUnits: number } | undefined) {
  return { NumberOfDecreasesToday: 0, ...(given ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }) };
}
