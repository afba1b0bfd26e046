import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { openStore, type Store } from '../storage/store.ts';
import { type EmbeddedDynamo, startDynamo } from './start-dynamo.ts';

const folder = scratchFolder();
let store: Store;
let dynamo: EmbeddedDynamo;

const TableName = 'table';
const Key = { pk: { S: 'a' }, sk: { N: '1' } };
const one = { ':v': { N: '1' } };

beforeAll(async () => {
  store = openStore(`${folder.path}/millrace.sqlite`, () => {});
  dynamo = startDynamo(store);
  const definition = (AttributeName: string, AttributeType: string) => ({ AttributeName, AttributeType });
  await call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [definition('pk', 'S'), definition('sk', 'N'), definition('g', 'S')],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byGroup',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  const list = { L: [{ N: '1' }, { N: '2' }, { N: '3' }] };
  await call('PutItem', {
    TableName,
    Item: { ...Key, n: { N: '5' }, s: { S: 'text' }, list, m: { M: { x: { N: '1' } } } },
  });
});
afterAll(() => {
  dynamo.stop();
  store.close();
  folder.remove();
});

const call = (name: string, input: object) =>
  dynamo.operations[name]!(input as never) as Promise<{ Attributes?: object }>;
const put = (more: object) => ['PutItem', { TableName, Item: { ...Key, ...more } }] as const;
const update = (UpdateExpression: string, ExpressionAttributeValues?: object, more: object = {}) =>
  [
    'UpdateItem',
    { TableName, Key, UpdateExpression, ...(ExpressionAttributeValues && { ExpressionAttributeValues }), ...more },
  ] as const;
const remove = (ConditionExpression: string, ExpressionAttributeValues?: object) =>
  [
    'DeleteItem',
    { TableName, Key, ConditionExpression, ...(ExpressionAttributeValues && { ExpressionAttributeValues }) },
  ] as const;
const query = (KeyConditionExpression: string, ExpressionAttributeValues: object, more: object = {}) =>
  ['Query', { TableName, KeyConditionExpression, ExpressionAttributeValues, ...more }] as const;
const p = { ':p': { S: 'a' } };

const cases: [string, readonly [string, object], string][] = [
  [
    'an empty set',
    put({ x: { SS: [] } }),
    '1 validation error detected: One or more parameter values were invalid: An string set  may not be empty',
  ],
  [
    'a double in a set',
    put({ x: { NS: ['1', '1.0'] } }),
    '1 validation error detected: Input collection contains duplicates',
  ],
  [
    'a value of no type',
    put({ x: {} }),
    'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
  ],
  [
    'a key without text',
    put({ pk: { S: '' } }),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  [
    'a key of another type',
    put({ sk: { S: '1' } }),
    'One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S',
  ],
  [
    'an index key of another type',
    put({ g: { N: '1' } }),
    'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: byGroup',
  ],
  ['too large an item', put({ x: { S: 'x'.repeat(409_600) } }), 'Item size has exceeded the maximum allowed size'],
  [
    'an unknown choice',
    ['PutItem', { TableName, Item: Key, ReturnValues: 'X' }],
    "1 validation error detected: Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
  ],
  [
    'a key with one part',
    ['GetItem', { TableName, Key: { pk: { S: 'a' } } }],
    'The provided key element does not match the schema',
  ],
  ['no table', ['GetItem', { TableName: 'nobody', Key }], 'Requested resource not found'],
  [
    'a reserved word',
    update('SET status = :v', one),
    '1 validation error detected: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status',
  ],
  [
    'a sign too many',
    update('SET a = = :v', one),
    '1 validation error detected: Invalid UpdateExpression: Syntax error; token: "=", near: "= = :v"',
  ],
  [
    'an end too early',
    update('SET a =', one),
    '1 validation error detected: Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "="',
  ],
  [
    'a section twice',
    update('SET a = :v SET b = :v', one),
    '1 validation error detected: Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
  ],
  [
    'paths one in the other',
    update('SET m = :v, m.x = :v', one),
    '1 validation error detected: Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, x]',
  ],
  [
    'an unknown function',
    update('SET a = twice(:v)', one),
    '1 validation error detected: Invalid UpdateExpression: Invalid function name; function: twice',
  ],
  [
    'a value that is not defined',
    update('SET a = :w', one),
    '1 validation error detected: Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :w',
  ],
  [
    'a value that nobody uses',
    update('REMOVE a', one),
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}',
  ],
  [
    'a key that is updated',
    update('SET pk = :v', one),
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
  ],
  [
    'a path into nothing',
    update('SET nope.x = :v', one),
    'The document path provided in the update expression is invalid for update',
  ],
  ['a text in a sum', update('SET a = s + :v', one), 'An operand in the update expression has an incorrect data type'],
  [
    'an attribute that is not there',
    update('SET a = nope', undefined),
    'The provided expression refers to an attribute that does not exist in the item',
  ],
  [
    'both ways at once',
    ['UpdateItem', { TableName, Key, UpdateExpression: 'REMOVE a', AttributeUpdates: {} }],
    '1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}',
  ],
  [
    'parentheses twice',
    remove('((n = :v))', one),
    'Invalid ConditionExpression: The expression has redundant parentheses;',
  ],
  [
    'bounds the wrong way round',
    remove('n BETWEEN :v AND :w', { ':v': { N: '5' }, ':w': { N: '3' } }),
    'Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:3}',
  ],
  [
    'the same path on both sides',
    remove('contains(s, s)'),
    'Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [s]',
  ],
  [
    'a size for a condition',
    remove('size(s)'),
    'Invalid ConditionExpression: The function is not allowed to be used this way in an expression; function: size',
  ],
  ['a condition that is not met', remove('n = :v', one), 'The conditional request failed'],
  [
    'no key condition',
    ['Query', { TableName }],
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
  ],
  ['no partition key', query('sk = :v', one), 'Query condition missed key schema element: pk'],
  [
    'alternatives of keys',
    query('pk = :p OR sk = :v', { ...p, ...one }),
    'Invalid operator used in KeyConditionExpression: OR',
  ],
  [
    'a key of another type in a query',
    query('pk = :v', one),
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    'a filter by the key',
    query('pk = :p', { ...p, ...one }, { FilterExpression: 'sk > :v' }),
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [
    'a start outside',
    query('pk = :p', p, { ExclusiveStartKey: { ...Key, pk: { S: 'b' } } }),
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [
    'an unknown index',
    query('pk = :p', p, { IndexName: 'nothing' }),
    'The table does not have the specified index: nothing',
  ],
  [
    'a consistent read of an index',
    query('g = :p', p, { IndexName: 'byGroup', ConsistentRead: true }),
    'Consistent reads are not supported on global secondary indexes',
  ],
  [
    'all of an index that has not all',
    query('g = :p', p, { IndexName: 'byGroup', Select: 'ALL_ATTRIBUTES' }),
    'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index byGroup because its projection type is not ALL',
  ],
  [
    'a segment too high',
    ['Scan', { TableName, Segment: 2, TotalSegments: 2 }],
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2',
  ],
  [
    'one item twice',
    ['TransactWriteItems', { TransactItems: [{ Put: { TableName, Item: Key } }, { Delete: { TableName, Key } }] }],
    'Transaction request cannot include multiple operations on one item',
  ],
  [
    'a transaction with a bad key',
    ['TransactWriteItems', { TransactItems: [{ Delete: { TableName, Key: { pk: { S: 'a' } } } }] }],
    'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
  ],
];

test.each(cases)('%s is told in the words of AWS', async (_, [name, input], message) => {
  await expect(call(name, input)).rejects.toThrow(expect.objectContaining({ message }));
});

describe('lists', () => {
  test.each([
    ['REMOVE lst[0], lst[1]', ['3']],
    ['SET lst[9] = :v', ['1', '2', '3', '1']],
    ['REMOVE lst[0] SET lst[1] = :v', ['1', '3']],
  ])('%s means the places of before', async (expression, left) => {
    const list = { L: [{ N: '1' }, { N: '2' }, { N: '3' }] };
    const own = { ...Key, pk: { S: 'lists' } };
    await call('PutItem', { TableName, Item: { ...own, lst: list } });
    const values = expression.includes(':v') ? { ExpressionAttributeValues: one } : {};
    const update = { TableName, Key: own, UpdateExpression: expression, ReturnValues: 'ALL_NEW', ...values };
    expect((await call('UpdateItem', update)).Attributes).toMatchObject({ lst: { L: left.map((N) => ({ N })) } });
  });
});

test('a token carries its transaction out once, and no other', async () => {
  const add = (by: string) => ({
    TransactItems: [
      {
        Update: {
          TableName,
          Key: { ...Key, pk: { S: 'token' } },
          UpdateExpression: 'ADD n :v',
          ExpressionAttributeValues: { ':v': { N: by } },
        },
      },
    ],
    ClientRequestToken: 'once',
  });
  await Promise.all([call('TransactWriteItems', add('1')), call('TransactWriteItems', add('1'))]);
  await expect(call('TransactWriteItems', add('2'))).rejects.toMatchObject({
    name: 'IdempotentParameterMismatchException',
  });
  const { Item } = (await call('GetItem', { TableName, Key: { ...Key, pk: { S: 'token' } } })) as { Item: object };
  expect(Item).toMatchObject({ n: { N: '1' } });
});

test('writes of a table with local indexes tell of their collection when asked to', async () => {
  const schema = (range: string) => [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  await call('CreateTable', {
    TableName: 'local',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: schema('sk'),
    AttributeDefinitions: ['pk', 'sk', 'other'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    LocalSecondaryIndexes: [
      { IndexName: 'byOther', KeySchema: schema('other'), Projection: { ProjectionType: 'ALL' } },
    ],
  });
  const Item = { pk: { S: 'a' }, sk: { S: 'b' }, other: { S: 'c' } };
  const ask = { ReturnItemCollectionMetrics: 'SIZE' };
  const told = { ItemCollectionKey: { pk: { S: 'a' } }, SizeEstimateRangeGB: [0, 1] };
  expect(await call('PutItem', { TableName: 'local', Item, ...ask })).toEqual({ ItemCollectionMetrics: told });
  expect(await call('PutItem', { TableName, Item: Key, ...ask })).toEqual({});
  const put = [{ Put: { TableName: 'local', Item } }];
  expect(await call('TransactWriteItems', { TransactItems: put, ...ask })).toEqual({
    ItemCollectionMetrics: { local: [told] },
  });
});
