import {
  flag,
  hidden,
  integer,
  listOf,
  mapOf,
  oneOf,
  required,
  type StructureShape,
  structure,
  text,
  value,
} from './shape.ts';

const resourceName = { type: 'text', min: 3, max: 255, pattern: '[a-zA-Z0-9_.-]+' } as const;
/** A table's name or its ARN. */
const tableName = required({ type: 'text', min: 1, max: 1024, pattern: '[a-zA-Z0-9_.-]+', orArn: true } as const);
const item = mapOf(value, 'AttributeValue');
const names = mapOf(text, 'java.lang.String');
const capacity = oneOf('INDEXES', 'TOTAL', 'NONE');
const collectionMetrics = oneOf('SIZE', 'NONE');
const onFailure = oneOf('ALL_OLD', 'NONE');
const comparison = oneOf(
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
);
const conditions = mapOf(
  structure({ AttributeValueList: listOf(value), ComparisonOperator: required(comparison) }),
  'Condition',
);
const expected = mapOf(
  structure({ Value: value, Exists: flag, ComparisonOperator: comparison, AttributeValueList: listOf(value) }),
  'ExpectedAttributeValue',
);
const returnValues = oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW');
const placeholders = { ExpressionAttributeNames: names, ExpressionAttributeValues: item };
const attributeNames = listOf({ type: 'text', max: 65_535 }, 1);

const write = {
  TableName: tableName,
  ReturnValues: returnValues,
  ReturnConsumedCapacity: capacity,
  ReturnItemCollectionMetrics: collectionMetrics,
  ConditionExpression: text,
  ReturnValuesOnConditionCheckFailure: onFailure,
  Expected: expected,
  ConditionalOperator: oneOf('OR', 'AND'),
  ...placeholders,
};

const read = {
  TableName: tableName,
  ConsistentRead: flag,
  ReturnConsumedCapacity: capacity,
  ProjectionExpression: text,
  ExpressionAttributeNames: names,
  AttributesToGet: attributeNames,
};

const page = {
  ...read,
  IndexName: resourceName,
  Limit: hidden(integer(1)),
  Select: oneOf('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  ExclusiveStartKey: item,
  FilterExpression: text,
  ConditionalOperator: oneOf('OR', 'AND'),
  ...placeholders,
};

const transactWrite = {
  TableName: tableName,
  ConditionExpression: text,
  ReturnValuesOnConditionCheckFailure: onFailure,
  ...placeholders,
};

const keySchema = required(
  listOf(
    structure(
      {
        AttributeName: required({ type: 'text', min: 1, max: 255 } as const),
        KeyType: required(oneOf('HASH', 'RANGE')),
      },
      'KeySchemaElement',
    ),
    1,
    2,
  ),
);
const projection = required(
  structure({
    ProjectionType: oneOf('ALL', 'INCLUDE', 'KEYS_ONLY'),
    NonKeyAttributes: listOf({ type: 'text', min: 1, max: 255 }, 1, 20),
  }),
);
const throughput = structure({
  ReadCapacityUnits: required(integer(1)),
  WriteCapacityUnits: required(integer(1)),
});
const index = { IndexName: required(resourceName), KeySchema: keySchema, Projection: projection };
const definitions = listOf(
  structure({
    AttributeName: required({ type: 'text', min: 1, max: 255 } as const),
    AttributeType: required(oneOf('B', 'N', 'S')),
  }),
);
const tag = structure({
  Key: required({ type: 'text', min: 1, max: 128 } as const),
  Value: required({ type: 'text', max: 256 } as const),
});
const named = structure({ TableName: tableName });

/** The members of each operation's request that are understood; others are passed over, as AWS does. */
export const shapes: Readonly<Record<string, StructureShape>> = {
  CreateTable: structure({
    TableName: required(resourceName),
    KeySchema: keySchema,
    AttributeDefinitions: required(definitions),
    LocalSecondaryIndexes: listOf(structure(index)),
    GlobalSecondaryIndexes: listOf(structure({ ...index, ProvisionedThroughput: throughput })),
    BillingMode: oneOf('PROVISIONED', 'PAY_PER_REQUEST'),
    ProvisionedThroughput: throughput,
    DeletionProtectionEnabled: flag,
    TableClass: oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS'),
    Tags: listOf(tag),
  }),
  DescribeTable: named,
  DeleteTable: named,
  ListTables: structure({ ExclusiveStartTableName: resourceName, Limit: integer(1, 100) }),
  UpdateTimeToLive: structure({
    TableName: tableName,
    TimeToLiveSpecification: required(
      structure({
        Enabled: required(flag),
        AttributeName: required({ type: 'text', min: 1, max: 255 } as const),
      }),
    ),
  }),
  DescribeTimeToLive: named,
  PutItem: structure({ ...write, Item: required(item) }),
  UpdateItem: structure({
    ...write,
    Key: required(item),
    UpdateExpression: text,
    AttributeUpdates: mapOf(structure({ Value: value, Action: oneOf('ADD', 'PUT', 'DELETE') }), 'AttributeValueUpdate'),
  }),
  DeleteItem: structure({ ...write, Key: required(item) }),
  GetItem: structure({ ...read, Key: required(item) }),
  Query: structure({
    ...page,
    KeyConditionExpression: text,
    ScanIndexForward: flag,
    KeyConditions: conditions,
    QueryFilter: conditions,
  }),
  Scan: structure({
    ...page,
    Segment: integer(0, 999_999),
    TotalSegments: integer(1, 1_000_000),
    ScanFilter: conditions,
  }),
  BatchGetItem: structure({
    RequestItems: required(
      mapOf(
        structure({
          Keys: required(hidden(listOf(item, 1, 100))),
          AttributesToGet: attributeNames,
          ConsistentRead: flag,
          ProjectionExpression: text,
          ExpressionAttributeNames: names,
        }),
        'KeysAndAttributes',
        1,
        100,
      ),
    ),
    ReturnConsumedCapacity: capacity,
  }),
  BatchWriteItem: structure({
    RequestItems: required(
      mapOf(
        listOf(
          structure({
            PutRequest: structure({ Item: required(item) }),
            DeleteRequest: structure({ Key: required(item) }),
          }),
          1,
          25,
        ),
        'java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>',
        1,
        25,
      ),
    ),
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: collectionMetrics,
  }),
  TransactWriteItems: structure({
    TransactItems: required(
      listOf(
        structure({
          ConditionCheck: structure({ ...transactWrite, Key: required(item), ConditionExpression: required(text) }),
          Put: structure({ ...transactWrite, Item: required(item) }),
          Delete: structure({ ...transactWrite, Key: required(item) }),
          Update: structure({ ...transactWrite, Key: required(item), UpdateExpression: required(text) }),
        }),
        1,
        100,
      ),
    ),
    ClientRequestToken: { type: 'text', min: 1, max: 36 },
    ReturnConsumedCapacity: capacity,
    ReturnItemCollectionMetrics: collectionMetrics,
  }),
  TransactGetItems: structure({
    TransactItems: required(
      listOf(
        structure({
          Get: required(
            structure({
              TableName: tableName,
              Key: required(item),
              ProjectionExpression: text,
              ExpressionAttributeNames: names,
            }),
          ),
        }),
        1,
        100,
      ),
    ),
    ReturnConsumedCapacity: capacity,
  }),
};
