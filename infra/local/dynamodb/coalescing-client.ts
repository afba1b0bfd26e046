import type {
  AttributeValue,
  DeleteItemInput,
  GetItemInput,
  PutItemInput,
  TransactWriteItem,
  TransactWriteItemsInput,
  UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requestText } from './attribute-values.ts';
import { DynamoDoor } from './dynamo-door.ts';
import { ReadLane } from './read-lane.ts';
import { RecentReads } from './recent-reads.ts';
import { itemKey, TableKeys } from './table-keys.ts';
import { WriteLane, type WriteUnit } from './write-lane.ts';

type Item = Record<string, AttributeValue>;
type Response = Record<string, unknown>;

/** Members that a write may have inside a transaction; ReturnValues and the like need an answer of its own. */
const transactable = new Set([
  'TableName',
  'Item',
  'Key',
  'UpdateExpression',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
]);

/** Reads that are sent as they are. */
const plainReads = new Set(['Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);

const connections = 8;

/**
 * A client for the DynamoDB-compatible server on this machine: the answers and errors of the SDK's client with far
 * fewer requests, because writes of one moment travel as one transaction and reads as one batch.
 */
export class CoalescingClient {
  readonly #door: DynamoDoor;
  readonly #keys: TableKeys;
  readonly #writes: WriteLane;
  readonly #reads: ReadLane;
  readonly #recent = new RecentReads();
  readonly #sdk: DynamoDBClient;

  constructor(endpoint: string) {
    this.#door = new DynamoDoor(endpoint, connections);
    this.#keys = new TableKeys(this.#door);
    this.#writes = new WriteLane(this.#door);
    this.#reads = new ReadLane(this.#door);
    this.#sdk = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  }

  /** Takes the SDK's commands and answers in their shapes. */
  async send(command: { input: object }): Promise<never> {
    const operation = command.constructor.name.replace(/Command$/, '');
    const answer = await this.#answer(operation, command);
    return { $metadata: { httpStatusCode: 200 }, ...answer } as never;
  }

  /** Resolves when what is under way has been answered. */
  async close(): Promise<void> {
    await this.#door.close();
    this.#sdk.destroy();
  }

  #answer(operation: string, command: { input: object }): Promise<object> {
    const { input } = command;
    switch (operation) {
      case 'GetItem':
        return this.#get(input as GetItemInput);
      case 'PutItem':
        return this.#write(operation, 'Put', input as PutItemInput);
      case 'UpdateItem':
        return this.#write(operation, 'Update', input as UpdateItemInput);
      case 'DeleteItem':
        return this.#write(operation, 'Delete', input as DeleteItemInput);
      case 'TransactWriteItems':
        return this.#transact(input as TransactWriteItemsInput);
      default:
        if (plainReads.has(operation)) return this.#door.call(operation, requestText(input));
        if (operation === 'BatchWriteItem') return this.#alone(operation, requestText(input));
        return this.#recent.during(undefined, () => this.#sdk.send(command as never));
    }
  }

  async #write(
    operation: string,
    kind: 'Put' | 'Update' | 'Delete',
    input: PutItemInput | UpdateItemInput | DeleteItemInput,
  ): Promise<Response> {
    const body = requestText(input);
    const item = 'Item' in input ? input.Item : (input as DeleteItemInput).Key;
    const fits = Object.entries(input).every(([name, value]) => value === undefined || transactable.has(name));
    const complete = kind !== 'Update' || 'UpdateExpression' in input;
    if (!fits || !complete || !input.TableName || !item) return this.#alone(operation, body);
    const names = this.#keys.of(input.TableName) ?? (await this.#keys.learn(input.TableName));
    return this.#queue(operation, body, [`{"${kind}":${body}}`], [itemKey(input.TableName, names, item)]);
  }

  async #transact(input: TransactWriteItemsInput): Promise<Response> {
    const body = requestText(input);
    const items = input.TransactItems ?? [];
    if (Object.keys(input).length > 1 || items.length === 0 || items.length > 25) {
      return this.#alone('TransactWriteItems', body);
    }
    const keys = await Promise.all(items.map((item) => this.#touched(item)));
    const whole = keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
    // What is wrong with it is told when it is sent alone.
    if (!whole) return this.#alone('TransactWriteItems', body);
    return this.#queue('TransactWriteItems', body, items.map(requestText), keys as string[]);
  }

  async #touched({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Promise<string | undefined> {
    const one = Put ?? Update ?? Delete ?? ConditionCheck;
    const item: Item | undefined = Put ? Put.Item : (Update ?? Delete ?? ConditionCheck)?.Key;
    if (!one?.TableName || !item) return undefined;
    const names = this.#keys.of(one.TableName) ?? (await this.#keys.learn(one.TableName));
    return itemKey(one.TableName, names, item);
  }

  #queue(operation: string, body: string, parts: string[], keys: string[]): Promise<Response> {
    const write = () =>
      new Promise<Response>((resolve, reject) => {
        const unit: WriteUnit = { operation, body, parts, keys, resolve, reject };
        this.#writes.add(unit);
      });
    return this.#recent.during(keys, write);
  }

  /** A write that cannot travel with others. */
  #alone(operation: string, body: string): Promise<Response> {
    return this.#recent.during(undefined, () => this.#door.call(operation, body));
  }

  async #get(input: GetItemInput): Promise<Response> {
    const { TableName: table, Key: key, ConsistentRead, ...rest } = input;
    const body = requestText(input);
    if (!table || !key || Object.values(rest).some((value) => value !== undefined)) {
      return this.#door.call('GetItem', body);
    }
    const names = this.#keys.of(table) ?? (await this.#keys.learn(table));
    if (Object.keys(key).length !== names.length || names.some((name) => !key[name])) {
      return this.#door.call('GetItem', body);
    }
    const id = itemKey(table, names, key);
    const read = () =>
      new Promise<Response>((resolve, reject) => {
        this.#reads.add({ table, consistent: ConsistentRead ?? false, key, id, body, resolve, reject });
      });
    return this.#recent.get(id, read);
  }
}
