import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';
import { unpacked } from '#functions/store/packed.ts';
import type { RunItem } from '#functions/store/run.ts';
import type { Key } from '#functions/store/table.ts';

/** An action that was claimed and has no outcome. */
export type ClaimedEffect = Key & { run: string; step: string; token: string; claimedUntil: number };

/** What the table says of runs and their effects. */
export interface Records {
  runs: Record<string, number>;
  effects: Record<string, number>;
  open: RunItem[];
  claimed: ClaimedEffect[];
  /** When runs ended (ISO 8601), by id; the empty text for those that have not. */
  ended: Map<string, string>;
}

const attributes = [
  'packed',
  'ended',
  'pk',
  'sk',
  'id',
  'flow',
  'status',
  'lease',
  'deadline',
  'starts',
  'type',
  'machine',
  'event',
  'startedAt',
  'endedAt',
  'run',
  'step',
  'token',
  'claimedUntil',
];

/** Reads the whole table once. */
export async function readRecords(): Promise<Records> {
  const records: Records = { runs: {}, effects: {}, open: [], claimed: [], ended: new Map() };
  let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client('dynamodb').send(
      new ScanCommand({
        TableName: environment('MILLRACE_TABLE'),
        ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    for (const item of page.Items ?? []) take(records, unpacked(unmarshall(item)) as Key & Record<string, unknown>);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return records;
}

function take(records: Records, item: Key & Record<string, unknown>): void {
  const status = String(item.status);
  if (item.sk === 'run') {
    const run = item as unknown as RunItem;
    records.runs[status] = (records.runs[status] ?? 0) + 1;
    records.ended.set(run.id, run.endedAt ?? '');
    if (status === 'running' || status === 'queued') records.open.push(run);
  } else if (item.sk.startsWith('effect#')) {
    records.effects[status] = (records.effects[status] ?? 0) + 1;
    if (status === 'claimed') records.claimed.push(item as unknown as ClaimedEffect);
  }
}
