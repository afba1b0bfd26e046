import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDoor } from './dynamo-door.ts';
import { itemKey } from './table-keys.ts';

type Item = Record<string, AttributeValue>;

/** One GetItem that asks for a whole item. */
export interface ReadUnit {
  table: string;
  consistent: boolean;
  key: Item;
  /** As `itemKey` gives it. */
  id: string;
  body: string;
  resolve(response: Record<string, unknown>): void;
  reject(error: unknown): void;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;

/** Sends reads of whole items that arrive in one turn of the event loop as one BatchGetItem. */
export class ReadLane {
  readonly #door: DynamoDoor;
  #waiting: ReadUnit[] = [];

  constructor(door: DynamoDoor) {
    this.#door = door;
  }

  add(unit: ReadUnit): void {
    this.#waiting.push(unit);
    if (this.#waiting.length === 1) setImmediate(() => this.#sendAll());
  }

  #sendAll(): void {
    const groups = Map.groupBy(this.#waiting, ({ table, consistent }) => `${consistent} ${table}`);
    this.#waiting = [];
    for (const group of groups.values()) {
      for (let from = 0; from < group.length; from += mostKeys) void this.#send(group.slice(from, from + mostKeys));
    }
  }

  async #send(units: ReadUnit[]): Promise<void> {
    const first = new Map<string, ReadUnit>();
    for (const unit of units) if (!first.has(unit.id)) first.set(unit.id, unit);
    const left = new Set(units);
    if (first.size > 1) for (const unit of await this.#batch([...first.values()])) left.delete(unit);
    await Promise.all([...left].map((unit) => this.#alone(unit)));
  }

  /** Returns the units it has answered; what the server left over or refused has to be sent alone. */
  async #batch(units: ReadUnit[]): Promise<ReadUnit[]> {
    const { table, consistent, key } = units[0]!;
    const names = Object.keys(key);
    try {
      const { Responses, UnprocessedKeys } = (await this.#door.call(
        'BatchGetItem',
        JSON.stringify({
          RequestItems: { [table]: { Keys: units.map((unit) => unit.key), ConsistentRead: consistent } },
        }),
      )) as { Responses: Record<string, Item[]>; UnprocessedKeys?: Record<string, { Keys: Item[] }> };
      const found = new Map(Responses[table]?.map((item) => [itemKey(table, names, item), item]));
      const unread = new Set(UnprocessedKeys?.[table]?.Keys.map((one) => itemKey(table, names, one)));
      const answered = units.filter(({ id }) => !unread.has(id));
      for (const unit of answered) {
        const item = found.get(unit.id);
        unit.resolve(item ? { Item: item } : {});
      }
      return answered;
    } catch {
      return [];
    }
  }

  async #alone(unit: ReadUnit): Promise<void> {
    try {
      unit.resolve(await this.#door.call('GetItem', unit.body));
    } catch (error) {
      unit.reject(error);
    }
  }
}
