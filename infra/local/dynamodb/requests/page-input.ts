import type { Condition, Operand } from '../expression/condition.ts';
import type { Path } from '../expression/document-path.ts';
import { parseCondition } from '../expression/parse-condition.ts';
import { Placeholders } from '../expression/placeholders.ts';
import { parseProjection } from '../expression/projection.ts';
import { checkKeyValue, type ItemKey, keyIn } from '../tables/item-key.ts';
import type { Index, KeySchema, Table } from '../tables/table.ts';
import { CountedMistake, invalidValues, validation } from '../validation-error.ts';
import { attributeOf, type Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import { type LegacyTest, legacyFilter } from './legacy-conditions.ts';
import { legacyPaths } from './legacy-paths.ts';

/** The members that Query and Scan have in common. */
export interface PageInput {
  TableName: string;
  IndexName?: string;
  Select?: string;
  AttributesToGet?: string[];
  Limit?: number;
  ConsistentRead?: boolean;
  ExclusiveStartKey?: Item;
  ReturnConsumedCapacity?: string;
  ProjectionExpression?: string;
  FilterExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  ConditionalOperator?: string;
}

/** What the expressions of a Query or Scan say. */
export interface PageExpressions {
  keys: Condition | undefined;
  filter: Condition | undefined;
  paths: Path[] | undefined;
}

/** Reads the expressions, or what stands in their place; throws ValidationException. */
export function readExpressions(
  input: PageInput & { KeyConditionExpression?: string },
  filters: Record<string, LegacyTest> | undefined,
): PageExpressions {
  const old = { filter: legacyFilter(filters, input.ConditionalOperator), paths: legacyPaths(input) };
  const placeholders = new Placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const { KeyConditionExpression: keys, FilterExpression: filter, ProjectionExpression: projection } = input;
  const read = {
    filter: filter === undefined ? old.filter : parseCondition(filter, 'FilterExpression', placeholders),
    paths: projection === undefined ? old.paths : parseProjection(projection, placeholders),
    keys: keys === undefined ? undefined : parseCondition(keys, 'KeyConditionExpression', placeholders),
  };
  placeholders.checkUsed();
  return read;
}

/** The values of ExclusiveStartKey; throws ValidationException. */
export function readStart({ ExclusiveStartKey: given }: PageInput): Item | undefined {
  if (!given) return undefined;
  try {
    return readItem(given);
  } catch (error) {
    const { message } = error as Error;
    const bare = /contains duplicates|number set|numeric value|significant digits|number with magnitude/i.test(message);
    throw validation(bare ? message : `The provided starting key is invalid: ${message}`);
  }
}

/** Where ExclusiveStartKey lies; throws ValidationException when it has not the keys of the table and the index. */
export function startPlace({ key }: Table, index: Index | undefined, start: Item): { key: ItemKey; item?: ItemKey } {
  const schemas = index ? [index.key, key] : [key];
  const parts = schemas.flatMap(({ hash, range }) => (range ? [hash, range] : [hash]));
  const names = new Set(parts.map(({ name }) => name));
  const wrong = () => validation('The provided starting key is invalid');
  if (Object.keys(start).length !== names.size) throw wrong();
  for (const part of parts) {
    const value = attributeOf(start, part.name);
    if (!value) throw wrong();
    if (value[part.type] === undefined) {
      throw validation('The provided starting key is invalid: The provided key element does not match the schema');
    }
    checkKeyValue(
      part,
      value,
      schemas.some(({ hash }) => hash === part),
    );
  }
  return index ? { key: keyIn(index.key, start)!, item: keyIn(key, start)! } : { key: keyIn(key, start)! };
}

/** The index that a request names; throws ValidationException. */
export function indexNamed(table: Table, { IndexName: name, ConsistentRead }: PageInput): Index | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((one) => one.name === name);
  if (!index) throw validation(`The table does not have the specified index: ${name}`);
  if (!index.local && ConsistentRead) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

/** Throws ValidationException when Select says something else than what is projected. */
export function checkSelect({ Select: select, IndexName }: PageInput, paths: Path[] | undefined, name: string): void {
  if (select === undefined) return;
  if (paths && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validation(
      `Cannot specify the ${name} when choosing to get ${select === 'COUNT' ? 'only the Count' : select}`,
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (!paths && select === 'SPECIFIC_ATTRIBUTES') {
    throw new CountedMistake(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
}

/** Whether the rows of an index are looked up in the table; throws ValidationException when they cannot be. */
export function needsWhole(
  index: Index | undefined,
  select: string | undefined,
  { filter, paths }: { filter: string[]; paths: Path[] | undefined },
): boolean {
  if (!index?.attributes) return false;
  const { attributes, name, local } = index;
  if (select === 'ALL_ATTRIBUTES') {
    if (local) return true;
    throw invalidValues(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  const missing = [...new Set((paths ?? []).map(([first]) => first as string))].filter((one) => !attributes.has(one));
  if (local) return missing.length > 0 || filter.some((one) => !attributes.has(one));
  if (missing.length > 0) {
    throw invalidValues(`Global secondary index ${name} does not project [${missing.join(', ')}]`);
  }
  return false;
}

/** Names of the attributes that a condition looks at. */
export function pathsIn(condition: Condition | undefined): Path[] {
  if (!condition) return [];
  if ('sides' in condition) return condition.sides.flatMap(pathsIn);
  if ('of' in condition) return pathsIn(condition.of);
  return condition.operands.flatMap(pathsInside);
}

function pathsInside(operand: Operand): Path[] {
  if ('path' in operand) return [operand.path];
  return 'size' in operand ? pathsInside(operand.size) : [];
}

/** Names of the key attributes. */
export function keyNames({ hash, range }: KeySchema): string[] {
  return range ? [hash.name, range.name] : [hash.name];
}
