import type { Dynamo } from '../dynamo.ts';
import { isOrdered } from '../expression/evaluate-condition.ts';
import { type KeyTest, keyTests } from '../expression/key-condition.ts';
import { type Page, readPage } from '../read-page.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { checkKeyPaths, tableNamed } from '../requests/check-table.ts';
import { type LegacyTest, legacyKeyTests } from '../requests/legacy-conditions.ts';
import {
  checkSelect,
  indexNamed,
  keyNames,
  needsWhole,
  type PageInput,
  pathsIn,
  readExpressions,
  readStart,
  startPlace,
} from '../requests/page-input.ts';
import { checkKeyValue } from '../tables/item-key.ts';
import type { Bounds } from '../tables/item-rows.ts';
import type { KeySchema } from '../tables/table.ts';
import { partitionPlace } from '../unsettled.ts';
import { counted, invalidValues, validation } from '../validation-error.ts';
import { attributeOf, type Item } from '../values/attribute-value.ts';
import { beginsWith, compareValues, equalValues } from '../values/compare-values.ts';
import { afterPrefix, keyBytes } from '../values/key-bytes.ts';

type QueryInput = PageInput & {
  KeyConditionExpression?: string;
  ScanIndexForward?: boolean;
  KeyConditions?: Record<string, LegacyTest>;
  QueryFilter?: Record<string, LegacyTest>;
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export async function query(dynamo: Dynamo, input: QueryInput): Promise<Page> {
  const modern = ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'];
  const legacy = ['AttributesToGet', 'QueryFilter', 'ConditionalOperator'];
  const byExpression = input.KeyConditionExpression !== undefined;
  checkExpressionUse(input, modern, byExpression ? [...legacy, 'KeyConditions'] : legacy);
  const start = readStart(input);
  if (!byExpression && !input.KeyConditions) {
    throw validation('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const { keys, filter, paths } = readExpressions(input, input.QueryFilter);
  const tests = keys ? keyTests(keys) : legacyKeyTests(input.KeyConditions!);
  const projection = input.ProjectionExpression === undefined ? 'AttributesToGet' : 'ProjectionExpression';
  counted(() => checkSelect(input, paths, projection));
  const table = tableNamed(dynamo.tables, input.TableName);
  const index = indexNamed(table, input);
  const schema = index?.key ?? table.key;
  const after = start && startPlace(table, index, start);
  checkTests(schema, tests);
  const hash = tests.get(schema.hash.name)!.values[0]!;
  const range = schema.range && tests.get(schema.range.name);
  if (start) checkStart(schema, start, tests);
  const filtered = pathsIn(filter);
  const inFilter = filtered.map(([name]) => name as string);
  const key = keyNames(schema).find((name) => inFilter.includes(name));
  if (key !== undefined) {
    const kind = input.QueryFilter ? 'QueryFilter' : 'Filter Expression';
    throw validation(`${kind} can only contain non-primary key attributes: Primary key attribute: ${key}`);
  }
  checkKeyPaths(table, [...(paths ?? []), ...filtered]);
  const bytes = keyBytes(hash);
  return readPage(dynamo, {
    table,
    index,
    bounds: {
      hash: bytes,
      ...(range && rangeBounds(range)),
      ...(after && { after }),
      backwards: input.ScanIndexForward === false,
    },
    limit: input.Limit,
    filter,
    paths,
    whole: needsWhole(index, input.Select, { filter: inFilter, paths }),
    countOnly: input.Select === 'COUNT',
    consistent: input.ConsistentRead === true,
    capacity: input.ReturnConsumedCapacity,
    place: partitionPlace(index ?? table, bytes),
  });
}

function checkTests({ hash, range }: KeySchema, tests: Map<string, KeyTest>): void {
  if (!range && tests.size > 1) throw validation('Query key condition not supported');
  for (const part of range ? [hash, range] : [hash]) {
    const test = tests.get(part.name);
    if (!test) {
      if (part === hash || tests.size > 1) {
        throw validation(`Query condition missed key schema element: ${part.name}`);
      }
      continue;
    }
    if (test.values.some((value) => value[part.type] === undefined)) {
      throw invalidValues('Condition parameter type does not match schema type');
    }
    if (part === hash && test.op !== '=') throw validation('Query key condition not supported');
    if (test.op === 'begins_with' && part.type === 'N') throw validation('Query key condition not supported');
    for (const value of test.values) checkKeyValue(part, value, part === hash);
  }
}

/** Throws ValidationException when the query would not have come by its starting key. */
function checkStart({ hash, range }: KeySchema, start: Item, tests: Map<string, KeyTest>): void {
  const samePartition = equalValues(attributeOf(start, hash.name)!, tests.get(hash.name)!.values[0]!);
  const test = range && tests.get(range.name);
  if (range && test && !fits(test, start, range.name)) {
    throw validation('The provided starting key does not match the range key predicate');
  }
  if (samePartition) return;
  throw validation(
    test?.op === '='
      ? 'The query can return at most one row and cannot be restarted'
      : 'The provided starting key is outside query boundaries based on provided conditions',
  );
}

function fits({ op, values: [first, second] }: KeyTest, start: Item, name: string): boolean {
  const value = attributeOf(start, name)!;
  if (op === '=') return equalValues(value, first!);
  if (op === 'begins_with') return beginsWith(value, first!);
  if (op === 'BETWEEN') return compareValues(value, first!)! >= 0 && compareValues(value, second!)! <= 0;
  return isOrdered(op, compareValues(value, first!));
}

function rangeBounds({ op, values: [first, second] }: KeyTest): Pick<Bounds, 'from' | 'to'> {
  const range = keyBytes(first!);
  const here = { range, inclusive: true };
  if (op === '=') return { from: here, to: here };
  if (op === 'BETWEEN') return { from: here, to: { range: keyBytes(second!), inclusive: true } };
  if (op === 'begins_with') {
    const end = afterPrefix(range);
    return end ? { from: here, to: { range: end, inclusive: false } } : { from: here };
  }
  const bound = { range, inclusive: op.length > 1 };
  return op.startsWith('<') ? { to: bound } : { from: bound };
}
