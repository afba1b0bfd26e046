import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';
import type { Awaited } from '#functions/store/awaited-step.ts';
import type { Holder } from '#functions/store/decide-gate.ts';
import { isOpen, type RunItem } from '#functions/store/run.ts';
import { partitionOf, sortKeys } from '#functions/store/table/keys.ts';
import { unpacked } from '#functions/store/table/packed.ts';
import type { Key, Place } from '#functions/store/table/table-shape.ts';
import type { Wait } from '#functions/store/wait.ts';

/** An action that was claimed and has no outcome. */
export type ClaimedEffect = Key<'effect'> & { run: string; step: string; token: string; claimedUntil: number };

/** A step that waits for the end of a run or for an event. */
export type AwaitedEffect = Key<'effect'> & Awaited & { run: string; step: string; path: string };

/** A wish for an event. */
export type WaitItem = Key & Pick<Wait, 'run' | 'step' | 'path' | 'token' | 'until'>;

/** What the table says of runs, their effects and what they wait for. */
export interface Records {
  runs: Record<string, number>;
  effects: Record<string, number>;
  open: RunItem[];
  claimed: ClaimedEffect[];
  awaited: AwaitedEffect[];
  followUps: { run: string; at: string }[];
  /** Runs that hold places of gates, and places in the lines before them. */
  held: { gate: string; run: string }[];
  places: { gate: string; line: string; run: string }[];
  waits: WaitItem[];
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
  'gate',
  'granted',
  'path',
  'child',
  'wait',
  'until',
  'at',
  'held',
];

/** Reads the whole table once. */
export async function readRecords(): Promise<Records> {
  const records: Records = {
    runs: {},
    effects: {},
    open: [],
    claimed: [],
    awaited: [],
    followUps: [],
    held: [],
    places: [],
    waits: [],
    ended: new Map(),
  };
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
    for (const item of page.Items ?? []) take(records, unpacked(unmarshall(item)) as Place & Record<string, unknown>);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return records;
}

function take(records: Records, item: Place & Record<string, unknown>): void {
  const { of, rest } = partitionOf(item.pk) ?? {};
  if (of === 'run') takeRun(records, item);
  else if (of === 'follow-ups') records.followUps.push({ run: item.sk, at: String(item.at) });
  else if (of === 'wait') records.waits.push(item as unknown as WaitItem);
  else if (of === 'gate') takeGate(records, item, rest ?? '');
}

function takeRun(records: Records, item: Place & Record<string, unknown>): void {
  const status = String(item.status);
  if (item.sk === sortKeys.run.record) {
    const run = item as unknown as RunItem;
    records.runs[status] = (records.runs[status] ?? 0) + 1;
    records.ended.set(run.id, run.endedAt ?? '');
    if (isOpen(run)) records.open.push(run);
  } else if (item.sk.startsWith(sortKeys.run.effect)) {
    records.effects[status] = (records.effects[status] ?? 0) + 1;
    if (status === 'claimed') claimed(records, item as unknown as ClaimedEffect & AwaitedEffect);
  }
}

function takeGate(records: Records, item: Place & Record<string, unknown>, gate: string): void {
  if (item.sk === sortKeys.gate.holders)
    records.held.push(...(item.held as Holder[]).map(({ run }) => ({ gate, run })));
  else records.places.push({ gate, line: item.sk, run: String(item.run) });
}

// An awaited step has no outcome when its run ended before the answer, and needs none.
function claimed(records: Records, effect: ClaimedEffect & AwaitedEffect): void {
  if (effect.child === undefined && effect.wait === undefined) records.claimed.push(effect);
  else records.awaited.push(effect);
}
