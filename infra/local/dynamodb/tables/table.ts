import type { AttributeDefinition, KeySchemaElement, Projection, Tag } from '@aws-sdk/client-dynamodb';

/** A key attribute. */
export interface KeyAttribute {
  name: string;
  type: 'S' | 'N' | 'B';
}

/** Partition key and, if there is one, sort key. */
export interface KeySchema {
  hash: KeyAttribute;
  range?: KeyAttribute;
}

export interface Index {
  name: string;
  /** Of its rows in storage. */
  id: string;
  local: boolean;
  key: KeySchema;
  /** Attributes that it carries; undefined when it carries all. */
  attributes: ReadonlySet<string> | undefined;
  type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
}

interface IndexRecord {
  IndexName: string;
  KeySchema: KeySchemaElement[];
  Projection: Projection;
  ProvisionedThroughput?: Throughput;
}

interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

/** What CreateTable was told, and what was changed since. */
export interface TableRecord {
  TableName: string;
  TableId: string;
  /** Seconds since 1970. */
  created: number;
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: AttributeDefinition[];
  LocalSecondaryIndexes?: IndexRecord[];
  GlobalSecondaryIndexes?: IndexRecord[];
  BillingMode?: string;
  ProvisionedThroughput?: Throughput;
  DeletionProtectionEnabled?: boolean;
  TableClass?: string;
  Tags?: Tag[];
  /** Name of the attribute that says when an item expires (seconds since 1970). */
  expiry?: string;
}

export interface Table {
  /** Of its rows in storage. */
  id: number;
  name: string;
  key: KeySchema;
  indexes: Index[];
  record: TableRecord;
}

/** The table that a record describes. */
export function tableOf(id: number, record: TableRecord): Table {
  const key = keySchemaOf(record, record.KeySchema);
  const indexOf = (local: boolean) => (index: IndexRecord, place: number) => {
    const own = keySchemaOf(record, index.KeySchema);
    const type = index.Projection.ProjectionType as Index['type'];
    const names = [key, own].flatMap(({ hash, range }) => [hash.name, ...(range ? [range.name] : [])]);
    const attributes = type === 'ALL' ? undefined : new Set([...names, ...(index.Projection.NonKeyAttributes ?? [])]);
    return {
      name: index.IndexName,
      id: `${id}_${local ? 'local' : 'global'}_${place}`,
      local,
      key: own,
      attributes,
      type,
    };
  };
  return {
    id,
    name: record.TableName,
    key,
    indexes: [
      ...(record.GlobalSecondaryIndexes ?? []).map(indexOf(false)),
      ...(record.LocalSecondaryIndexes ?? []).map(indexOf(true)),
    ],
    record,
  };
}

function keySchemaOf({ AttributeDefinitions }: TableRecord, schema: KeySchemaElement[]): KeySchema {
  const [hash, range] = schema.map(({ AttributeName }) => {
    const type = AttributeDefinitions.find((one) => one.AttributeName === AttributeName)!.AttributeType;
    return { name: AttributeName!, type: type as KeyAttribute['type'] };
  });
  return range ? { hash: hash!, range } : { hash: hash! };
}
