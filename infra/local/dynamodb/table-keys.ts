import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDoor } from './dynamo-door.ts';

type Item = Record<string, AttributeValue>;

/** Which attributes make up each table's key, asked once per table: a key schema never changes. */
export class TableKeys {
  readonly #door: DynamoDoor;
  readonly #names = new Map<string, string[]>();

  constructor(door: DynamoDoor) {
    this.#door = door;
  }

  /** Names of the key attributes; undefined until `learn` has been called. */
  of(table: string): string[] | undefined {
    return this.#names.get(table);
  }

  /** Rejects with ResourceNotFoundException for a table that does not exist. */
  async learn(table: string): Promise<string[]> {
    const { Table } = (await this.#door.call('DescribeTable', JSON.stringify({ TableName: table }))) as {
      Table: { KeySchema: { AttributeName: string }[] };
    };
    const names = Table.KeySchema.map(({ AttributeName }) => AttributeName);
    this.#names.set(table, names);
    return names;
  }
}

/** Text that is equal for two items of the same table and key. */
export function itemKey(table: string, names: readonly string[], item: Item): string {
  return table + names.map((name) => JSON.stringify(item[name])).join();
}
