import * as commands from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { type EmbeddedDynamo, startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
import { openStore, type Store } from '#infra/local/storage/store.ts';
import type { Sender } from '#test/support/both-doors.ts';
import { findDynoxide, startDynoxide } from '#test/support/dynoxide.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

/**
 * The same requests, one after the other, to our DynamoDB and to dynoxide, whose makers compare it with AWS. Left out is
 * where dynoxide 1.2.1 differs from what AWS documents or was recorded to do:
 * - an element set behind the end of a list leaves NULLs between (UpdateExpressions, "SET": it is appended);
 * - of two elements that one REMOVE takes from a list, the second is looked for after the first has gone;
 * - REMOVE below something that is not there passes, and a path into a scalar has words of its own;
 * - UPDATED_OLD and UPDATED_NEW show whole lists, and ALL_OLD shows the key of an item that was not there;
 * - syntax errors name no token, and comparisons with types that have no order are false instead of refused.
 */
const binary = findDynoxide();

const TableName = 'same';
const N = (n: number) => ({ N: String(n) });
const S = (text: string) => ({ S: text });

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(N),
  fc.constantFrom('0.5', '-2.25', '100').map((text) => ({ N: text })),
  fc.constantFrom('a', 'ab', 'b', 'é', '').map(S),
  fc.constantFrom('AQ==', 'AQI=').map((B) => ({ B: new Uint8Array(Buffer.from(B, 'base64')) })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
);
const set = fc.oneof(
  fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((SS) => ({ SS })),
  fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1 }).map((numbers) => ({ NS: numbers.map(String) })),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: set },
  fc.array(scalar, { maxLength: 3 }).map((L) => ({ L })),
  fc.dictionary(fc.constantFrom('x', 'y'), scalar).map((M) => ({ M })),
);
const wrong = fc.constantFrom({ SS: [] }, { NS: ['1', '1'] }, { N: 'x' }, { NULL: false }, {}, { S: 'a', N: '1' });

const key = fc.record({ pk: fc.constantFrom('p', 'q').map(S), sk: fc.integer({ min: 1, max: 4 }).map(N) });
const badKey = fc.constantFrom<object>({ pk: S('p') }, { pk: S('p'), sk: S('x') }, { pk: S(''), sk: N(1) });
const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'm'), value, { maxKeys: 4 });
const indexed = fc.option(
  fc.record({ g: fc.constantFrom('g1', 'g2').map(S), n: fc.integer({ min: 0, max: 2 }).map(N) }),
);
const item = fc.tuple(key, attributes, indexed).map(([k, rest, index]) => ({ ...rest, ...index, ...k }));

/** A path that is safe to read from; `#r` stands for a reserved word. */
const path = fc.constantFrom('a', 'b', 'm.x', 'm.y', 'c[0]', '#r', 'nope');
const comparison = fc.oneof(
  fc
    .tuple(path, fc.constantFrom('=', '<>'), value)
    .map(([p, op, v]) => ({ text: `${p} ${op} :v`, values: { ':v': v } })),
  fc
    .tuple(
      path,
      fc.constantFrom('<', '<=', '>', '>='),
      fc.oneof(fc.integer({ max: 9 }).map(N), fc.constantFrom('a', 'b').map(S)),
    )
    .map(([p, op, v]) => ({ text: `${p} ${op} :v`, values: { ':v': v } })),
  fc.tuple(path, scalar).map(([p, v]) => ({ text: `${p} IN (:v, :w)`, values: { ':v': v, ':w': N(1) } })),
  path.map((p) => ({ text: `${p} BETWEEN :v AND :w`, values: { ':v': N(1), ':w': N(5) } })),
  fc
    .tuple(fc.constantFrom('attribute_exists', 'attribute_not_exists'), path)
    .map(([f, p]) => ({ text: `${f}(${p})`, values: {} })),
  fc.tuple(path, fc.constantFrom('S', 'N', 'SS', 'L', 'M')).map(([p, type]) => ({
    text: `attribute_type(${p}, :v)`,
    values: { ':v': S(type) },
  })),
  path.map((p) => ({ text: `begins_with(${p}, :v)`, values: { ':v': S('a') } })),
  fc.tuple(path, scalar).map(([p, v]) => ({ text: `contains(${p}, :v)`, values: { ':v': v } })),
  path.map((p) => ({ text: `size(${p}) > :v`, values: { ':v': N(1) } })),
);
const condition = fc
  .tuple(
    comparison,
    fc.constantFrom('', 'NOT '),
    fc.option(fc.constantFrom(' AND attribute_exists(a)', ' OR attribute_exists(b)')),
  )
  .map(([{ text, values }, not, more]) => ({ text: `${not}${text}${more ?? ''}`, values }));

function withNames(texts: (string | undefined)[]): object {
  return texts.some((text) => text?.includes('#r')) ? { ExpressionAttributeNames: { '#r': 'size' } } : {};
}

function conditional(given: { text: string; values: object } | null): object {
  if (!given) return {};
  return {
    ConditionExpression: given.text,
    ...withNames([given.text]),
    ...(Object.keys(given.values).length > 0 && { ExpressionAttributeValues: given.values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

const update = fc.oneof(
  value.map((v) => ({ text: 'SET a = :u', values: { ':u': v } })),
  fc.constant({ text: 'SET a = if_not_exists(a, :u) + :u', values: { ':u': N(2) } }),
  fc.constant({ text: 'SET c = list_append(if_not_exists(c, :u), :u)', values: { ':u': { L: [N(1)] } } }),
  fc.constant({ text: 'SET b = a REMOVE c', values: {} }),
  fc.constant({ text: 'ADD a :u', values: { ':u': N(1) } }),
  set.map((v) => ({ text: 'ADD b :u', values: { ':u': v } })),
  set.map((v) => ({ text: 'DELETE b :u', values: { ':u': v } })),
  fc.constant({ text: 'REMOVE g, n', values: {} }),
  fc.constant({ text: 'SET g = :u', values: { ':u': S('g1') } }),
  fc.constant({ text: 'SET pk = :u', values: { ':u': S('p') } }),
  fc.constant({ text: 'SET size = :u', values: { ':u': S('p') } }),
  fc.constant({ text: 'SET a = :u, a = :u', values: { ':u': S('p') } }),
  fc.constant({ text: 'SET a = :missing', values: {} }),
  fc.constant({ text: 'SET a = :u', values: { ':u': S('p'), ':unused': S('q') } }),
);

const range = fc.oneof(
  fc.constant({ text: '', values: {} }),
  fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.integer({ min: 1, max: 4 }))
    .map(([op, n]) => ({ text: ` AND sk ${op} :s`, values: { ':s': N(n) } })),
  fc.constant({ text: ' AND sk BETWEEN :s AND :t', values: { ':s': N(2), ':t': N(3) } }),
);

/** A name of an operation and its input. */
type Request = [string, object];
const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(item, fc.option(condition))
      .map(([Item, c]): Request => ['PutItem', { TableName, Item, ReturnValues: 'ALL_OLD', ...conditional(c) }]),
  },
  fc.tuple(item, wrong).map(([Item, v]): Request => ['PutItem', { TableName, Item: { ...Item, a: v } }]),
  fc
    .oneof(key, badKey)
    .map((Key): Request => ['GetItem', { TableName, Key, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' }]),
  fc
    .tuple(key, fc.uniqueArray(path, { minLength: 1, maxLength: 3 }))
    .map(
      ([Key, paths]): Request => [
        'GetItem',
        { TableName, Key, ProjectionExpression: paths.join(', '), ...withNames(paths) },
      ],
    ),
  {
    weight: 3,
    arbitrary: fc.tuple(key, update).map(
      ([Key, u]): Request => [
        'UpdateItem',
        {
          TableName,
          Key,
          UpdateExpression: u.text,
          ReturnValues: 'ALL_NEW',
          ...(Object.keys(u.values).length > 0 && { ExpressionAttributeValues: u.values }),
        },
      ],
    ),
  },
  fc
    .tuple(fc.oneof(key, badKey), fc.option(condition))
    .map(([Key, c]): Request => ['DeleteItem', { TableName, Key, ReturnValues: 'ALL_OLD', ...conditional(c) }]),
  fc.tuple(range, fc.boolean(), fc.option(fc.integer({ min: 1, max: 3 })), fc.option(comparison)).map(
    ([r, ScanIndexForward, Limit, f]): Request => [
      'Query',
      {
        TableName,
        KeyConditionExpression: `pk = :p${r.text}`,
        ScanIndexForward,
        ...(Limit && { Limit }),
        ...(f && { FilterExpression: f.text, ...withNames([f.text]) }),
        ExpressionAttributeValues: { ':p': S('p'), ...r.values, ...f?.values },
      },
    ],
  ),
  fc.constantFrom('g1', 'g2').map(
    (g): Request => [
      'Query',
      {
        TableName,
        IndexName: 'byGroup',
        KeyConditionExpression: 'g = :g AND n >= :n',
        ExpressionAttributeValues: { ':g': S(g), ':n': N(1) },
      },
    ],
  ),
  fc.option(comparison).map(
    (f): Request => [
      'Scan',
      {
        TableName,
        Select: 'COUNT',
        ...(f && {
          FilterExpression: f.text,
          ...withNames([f.text]),
          ...(Object.keys(f.values).length > 0 && { ExpressionAttributeValues: f.values }),
        }),
      },
    ],
  ),
  fc
    .uniqueArray(item, { minLength: 1, maxLength: 3, selector: (i) => JSON.stringify([i.pk, i.sk]) })
    .map(
      (items): Request => [
        'BatchWriteItem',
        { RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } },
      ],
    ),
  fc
    .tuple(
      fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: (i) => JSON.stringify([i.pk, i.sk]) }),
      fc.option(condition),
    )
    .map(
      ([items, c]): Request => [
        'TransactWriteItems',
        {
          TransactItems: items.map((Item) => ({ Put: { TableName, Item, ...conditional(c) } })),
        },
      ],
    ),
  fc
    .tuple(key, key)
    .map(
      ([a, b]): Request => ['TransactGetItems', { TransactItems: [a, b].map((Key) => ({ Get: { TableName, Key } })) }],
    ),
);

/** Sentences of dynoxide's own, and AWS's in their place. */
const ownWords = new Map(
  ['Operands for + must be numbers', 'list_append requires two list operands'].map((own) => [
    own,
    'An operand in the update expression has an incorrect data type',
  ]),
);

describe.skipIf(!binary)('as dynoxide', () => {
  const folder = scratchFolder();
  let store: Store;
  let dynamo: EmbeddedDynamo;
  let ours: Sender;
  let theirs: DynamoDBClient;
  let oracle: Awaited<ReturnType<typeof startDynoxide>>;

  beforeAll(async () => {
    store = openStore(`${folder.path}/table.sqlite`, () => {});
    dynamo = startDynamo(store);
    ours = inProcessClient(dynamo.operations);
    oracle = await startDynoxide(binary!);
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    theirs = new DynamoDBClient({ endpoint: oracle.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    const definition = (AttributeName: string, AttributeType: 'S' | 'N') => ({ AttributeName, AttributeType });
    const schema = (hash: string, sort: string) => [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: sort, KeyType: 'RANGE' as const },
    ];
    const create = new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schema('pk', 'sk'),
      AttributeDefinitions: [definition('pk', 'S'), definition('sk', 'N'), definition('g', 'S'), definition('n', 'N')],
      GlobalSecondaryIndexes: [
        { IndexName: 'byGroup', KeySchema: schema('g', 'n'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    });
    await ours.send(create);
    await theirs.send(create);
  });
  afterAll(async () => {
    theirs.destroy();
    await oracle.stop();
    dynamo.stop();
    store.close();
    folder.remove();
  });

  async function answer(client: Sender, [name, input]: Request): Promise<unknown> {
    const Command = (commands as unknown as Record<string, new (input: object) => object>)[`${name}Command`]!;
    try {
      const { $metadata, ...output } = await client.send(new Command(structuredClone(input)));
      return ordered(output);
    } catch (error) {
      const { name, message, Item, CancellationReasons } = error as Error & Record<string, unknown>;
      return ordered({ name, message: ownWords.get(message) ?? message, Item, CancellationReasons });
    }
  }

  test('requests are answered alike', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 5, maxLength: 30 }), async (requests) => {
        for (const each of requests) {
          const [own, other] = [await answer(ours, each), await answer(theirs as Sender, each)];
          expect({ request: each, answer: own }).toEqual({ request: each, answer: other });
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Sets, and rows of one index key, come in no order of their own; an empty member is none. */
function ordered(value: unknown, name = ''): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) {
    const list = value.map((each) => ordered(each));
    return ['SS', 'NS', 'BS'].includes(name) ? list.sort() : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(members.map(([each, inner]) => [each, ordered(inner, each)]));
}
