import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { TableRecord } from '../tables/table.ts';
import { invalidValues, validation } from '../validation-error.ts';

/** CreateTable's request, whose members have the right types and bounds. */
export type CreateTableInput = Omit<TableRecord, 'TableId' | 'created' | 'expiry'>;

const mostLocal = 5;
const mostGlobal = 20;
const largestThroughput = 1_000_000_000_000;

/** Throws ValidationException for a table that cannot be. */
export function checkCreateTable(input: CreateTableInput): void {
  checkBilling(input);
  const defined = input.AttributeDefinitions.map(({ AttributeName }) => AttributeName!);
  checkSchema(input.KeySchema, defined, true);
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = input;
  const twice = defined.find((name, place) => defined.indexOf(name) < place);
  if (twice !== undefined) throw invalidValues(`Duplicate AttributeName in AttributeDefinitions: ${twice}`);
  const names = new Set<string>();
  if (local) checkLocal(input, local, defined, names);
  if (global) checkGlobal(input, global, defined, names);
  checkUsed(input, defined);
}

function checkBilling({ BillingMode: mode, ProvisionedThroughput: throughput, ...input }: CreateTableInput): void {
  if (mode === 'PAY_PER_REQUEST') {
    if (throughput) {
      throw invalidValues(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    return;
  }
  if (!throughput) {
    throw invalidValues(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  for (const kind of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    const units = throughput[kind];
    if (units > largestThroughput) throw validation(`Given value ${units} for ${kind} is out of bounds`);
  }
  const without = input.GlobalSecondaryIndexes?.find((index) => !index.ProvisionedThroughput);
  if (without) throw invalidValues(`ProvisionedThroughput must be specified for index: ${without.IndexName}`);
}

function checkSchema(schema: KeySchemaElement[], defined: string[], isTable: boolean): void {
  const keys = schema.map(({ AttributeName }) => AttributeName!);
  if (isTable && keys.length > defined.length) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition');
  }
  if (keys.some((key) => !defined.includes(key))) {
    throw invalidValues(
      'Some index key attributes are not defined in AttributeDefinitions. ' +
        `Keys: [${keys.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
  if (keys[0] === keys[1]) {
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (schema[0]!.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (schema[1] && schema[1].KeyType !== 'RANGE') {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
}

type IndexInput = NonNullable<CreateTableInput['GlobalSecondaryIndexes']>[number];

function checkLocal({ KeySchema }: CreateTableInput, list: IndexInput[], defined: string[], names: Set<string>): void {
  if (list.length === 0) throw invalidValues('List of LocalSecondaryIndexes is empty');
  if (KeySchema.length !== 2) {
    throw invalidValues(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const { IndexName, KeySchema: schema, Projection } of list) {
    checkSchema(schema, defined, false);
    if (schema.length !== 2) throw invalidValues(`Index KeySchema does not have a range key for index: ${IndexName}`);
    const [hash, tableHash] = [schema[0]!.AttributeName, KeySchema[0]!.AttributeName];
    if (hash !== tableHash) {
      throw invalidValues(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. ` +
          `index hash key: ${hash}, table hash key: ${tableHash}`,
      );
    }
    checkProjection(Projection);
    takeName(IndexName, names);
  }
  if (list.length > mostLocal) {
    throw invalidValues(`Number of LocalSecondaryIndexes exceeds per-table limit of ${mostLocal}`);
  }
}

function checkGlobal(
  { BillingMode }: CreateTableInput,
  list: IndexInput[],
  defined: string[],
  names: Set<string>,
): void {
  if (list.length === 0) throw invalidValues('List of GlobalSecondaryIndexes is empty');
  for (const { IndexName, KeySchema, Projection, ProvisionedThroughput } of list) {
    checkSchema(KeySchema, defined, false);
    checkProjection(Projection);
    if (BillingMode === 'PAY_PER_REQUEST' && ProvisionedThroughput) {
      throw invalidValues(
        `ProvisionedThroughput should not be specified for index: ${IndexName} when BillingMode is PAY_PER_REQUEST`,
      );
    }
    takeName(IndexName, names);
  }
  if (list.length > mostGlobal) {
    throw invalidValues(`GlobalSecondaryIndex count exceeds the per-table limit of ${mostGlobal}`);
  }
}

function checkProjection({ ProjectionType: type, NonKeyAttributes: names }: IndexInput['Projection']): void {
  if (type === undefined) throw invalidValues('Unknown ProjectionType: null');
  if (names && type !== 'INCLUDE') {
    throw invalidValues(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  if (!names && type === 'INCLUDE') {
    throw invalidValues('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
}

function takeName(name: string, names: Set<string>): void {
  if (names.has(name)) throw invalidValues(`Duplicate index name: ${name}`);
  names.add(name);
}

/** Only attributes of keys are defined; all others may be of any type. */
function checkUsed(input: CreateTableInput, defined: string[]): void {
  const indexes = [...(input.LocalSecondaryIndexes ?? []), ...(input.GlobalSecondaryIndexes ?? [])];
  const schemas = [input.KeySchema, ...indexes.map(({ KeySchema }) => KeySchema)];
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName!));
  if (defined.length === used.size) return;
  if (indexes.length === 0) {
    throw invalidValues(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  throw invalidValues(
    'Some AttributeDefinitions are not used. ' +
      `AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}
