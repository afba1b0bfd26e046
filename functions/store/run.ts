import { createHash } from 'node:crypto';
import type { Json } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import { workspace } from '#functions/aws/environment.ts';
import { decideStart, leaseTime } from './lease.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import { partition, sortKeys } from './table/keys.ts';
import { openPartition, openPartitions } from './table/open-shard.ts';
import { packed } from './table/packed.ts';
import { getItem, getItems, putItem, queryItems, updateItem, type Write } from './table/table.ts';
import type { Item, Key } from './table/table-shape.ts';

export type RunStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'stopped' | 'timedOut';

export interface RunError extends Failure {
  step?: string;
  path?: string;
}

/** One execution of one version for one event. */
export interface Run {
  id: string;
  flow: string;
  flowName: string;
  version: number;
  status: RunStatus;
  /** ISO 8601 in UTC, as are all times here. */
  startedAt: string;
  endedAt?: string;
  /** Id of the event, when it happened, and which trigger told of it. */
  event: string;
  eventAt: string;
  trigger: string;
  connection?: string;
  causedBy?: string;
  /** The run that repeats this one, the newest where there are several. */
  repeatedBy?: string;
  /** ARN of the state machine version. */
  machine: string;
  type: 'EXPRESS' | 'STANDARD';
  /** Seconds after the start at which the run is overdue. */
  deadline: number;
  /** What the flow sees as `$trigger`. */
  data: Json;
  /** What `when` said, a list of judged conditions. */
  conditions?: Json;
  output?: Json;
  error?: RunError;
  /** Of a run that succeeded: calls that failed and after which it went on all the same. */
  handled?: number;
  /** Something hangs on the end of the run, which functions/runs/follow-up.ts sees to. */
  tied?: true;
  /** The step that waits for the end of this run. */
  caller?: Caller;
  /** The gate that a run of a flow with `concurrency` goes through, and its place in the line before it. */
  gate?: GatePlace;
  /** Let through the gate: it counts as under way and is to be started. */
  granted?: true;
  /** Signs the addresses of the run's callbacks; shown to nobody. */
  secret?: string;
  /** Calls that led to this run, one within the other; absent when none did. */
  depth?: number;
}

/** A place before the gate of a flow for one key (store/gate.ts). */
export interface GatePlace {
  id: string;
  /** Sort key of the place in the line. */
  line: string;
  max: number;
  whenFull: 'queue' | 'skip' | 'replace';
}

/** A step of another run that waits with a task token. */
export interface Caller {
  run: string;
  path: string;
  step: string;
  token: string;
  startedAt: string;
}

/** What only the claim looks at: who brought the event, and until when its claimant may take to start the run. */
interface Lease {
  /** Differs between two deliveries of one event, equal when the queue repeats one of them. */
  delivery: string;
  /** Milliseconds since 1970. */
  lease: number;
  /** How often it has been taken over from a claimant that gave up or died. */
  starts?: number;
}

/** A run with what only those look at who start it. */
export type RunItem = Omit<Run, 'data' | 'output' | 'conditions'> & Lease;

/**
 * `won`: the caller starts the run, as it does after `again`, where an earlier claimant gave up or died. `busy`: somebody else is starting it. `started`: this very delivery has been dealt
 * with. `duplicate`: another delivery of the same event has.
 */
export type Claim = 'won' | 'again' | 'busy' | 'started' | 'duplicate';

/** Seconds for which runs and their effects are kept after their deadline. */
export const keepSeconds = 30 * 86_400;

/** Overdue runs that one sweep takes from each partition. */
const duePerShard = 50;

export const openStates: readonly RunStatus[] = ['queued', 'running'];

/** The id of the one run of a flow for an event: `r` and 40 hex digits. */
export function runId(flow: string, event: string): string {
  const text = `${workspace()}\n${flow}\n${event}`;
  return `r${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

/** Partition of a run and all its effects. */
export function runPartition(id: string): string {
  return partition('run', id);
}

/** The run; undefined when there is none. */
export async function getRun(id: string): Promise<Run | undefined> {
  const item = await getItem<Record<string, unknown>>(runKey(id));
  if (!item) return undefined;
  const run = fromItem(item);
  if (!item.outputApart) return run;
  const apart = await getItem<{ output: string }>(outputKey(id));
  return { ...run, output: JSON.parse(apart?.output ?? 'null') };
}

/** The run as those see it who start runs; undefined when there is none. */
export function getRunItem(id: string): Promise<RunItem | undefined> {
  return getItem<RunItem>(runKey(id));
}

/** Those of the runs that exist, in no order. */
export async function getRuns(ids: string[]): Promise<Run[]> {
  const items = await getItems(ids.map(runKey));
  return items.map((item) => fromItem(item as Record<string, unknown>));
}

/**
 * Writes the run with a lease, unless there is one. It is `running` from here on: `queued` is written only where the
 * start failed, so that a run costs one write on its way in. `listPk` places it in the list of its flow. The sweeper looks
 * at it after its deadline, and soon when `repeated` says that nobody brings the event again if its claimant dies.
 */
export async function claimRun(
  run: Run,
  delivery: string,
  listPk: string,
  now: number,
  repeated: 'byQueue' | 'byNobody' = 'byQueue',
): Promise<Claim> {
  const item = newRunItem(run, delivery, listPk, now, repeated);
  try {
    await putItem(item, { exists: false });
    return 'won';
  } catch (error) {
    if (!(error instanceof ConditionFailed) || !error.item) throw error;
    // The client sends a write again whose answer was lost.
    if (error.item.lease === (item as Item<'run'> & Lease).lease) return 'won';
    return retake(error.item as unknown as RunItem, delivery, now);
  }
}

/** The run as `claimRun` writes it, for a transaction that claims more than the run. */
export function newRunItem(
  run: Run,
  delivery: string,
  listPk: string,
  now: number,
  repeated: 'byQueue' | 'byNobody' = 'byNobody',
): Item<'run'> {
  // The fraction of a millisecond tells one claim from another.
  const lease: Lease = { delivery, lease: now + leaseTime + Math.random() };
  const { data, conditions, ...plain } = run;
  const item = {
    ...runKey(run.id),
    ...plain,
    ...lease,
    data: JSON.stringify(data),
    conditions: conditions && JSON.stringify(conditions),
    listPk,
    listSk: `${run.startedAt}#${run.id}`,
    ...(run.status === 'queued'
      ? queued(run.id, lease.lease)
      : open(run.id, repeated === 'byNobody' ? lease.lease : now + run.deadline * 1000)),
    expiresAt: Math.ceil(now / 1000) + run.deadline + keepSeconds,
  };
  return packed(item, 'run');
}

/** Takes over a run whose claimant gave up or died. */
async function retake(before: RunItem, delivery: string, now: number): Promise<Claim> {
  const decision = decideStart({ ...before, open: isOpen(before) }, delivery, now);
  if (decision !== 'takeOver') return decision;
  return (await takeLease(before, now)) ? 'again' : 'busy';
}

/** True when the caller now holds the lease that was seen before; the run's time begins anew. `repeated` as in `claimRun`. */
export async function takeLease(
  before: RunItem,
  now: number,
  repeated: 'byQueue' | 'byNobody' = 'byQueue',
): Promise<boolean> {
  const lease = now + leaseTime;
  const due = repeated === 'byNobody' ? lease : now + before.deadline * 1000;
  const set = { lease, status: 'running', ...open(before.id, due) };
  return unlessRefused(
    updateItem(
      runKey(before.id),
      { set, add: { starts: 1 } },
      { equals: { lease: before.lease }, oneOf: { status: openStates } },
    ),
  );
}

/** Gives the lease back after a start that failed: the run waits for its next delivery, or for the sweeper. */
export async function queueRun(id: string, now: number): Promise<void> {
  const change = { set: { status: 'queued', lease: 0, ...queued(id, now + leaseTime) } };
  await unlessRefused(updateItem(runKey(id), change, { oneOf: { status: openStates } }));
}

/** Whether the run has not ended. */
export function isOpen({ status }: Pick<Run, 'status'>): boolean {
  return openStates.includes(status);
}

/** Puts a newer token of the waiting step in the place of the one before; false when the run has ended. */
export function setCaller(id: string, caller: Caller): Promise<boolean> {
  return unlessRefused(updateItem(runKey(id), { set: { caller } }, { oneOf: { status: openStates } }));
}

/** The run of an item as it lies in the table or, without data, in one of its indexes. */
export function fromItem(item: Record<string, unknown>): Run {
  const { data, output, conditions } = item as Record<string, string | undefined>;
  return {
    ...(Object.fromEntries(Object.entries(item).filter(([name]) => !internal.has(name))) as unknown as Run),
    data: data === undefined ? null : JSON.parse(data),
    ...(output !== undefined && { output: JSON.parse(output) }),
    ...(conditions !== undefined && { conditions: JSON.parse(conditions) }),
  };
}

const internal = new Set([
  'pk',
  'sk',
  'delivery',
  'lease',
  'starts',
  'listPk',
  'listSk',
  'openPk',
  'openSk',
  'expiresAt',
  'data',
  'output',
  'outputApart',
  'failing',
  'conditions',
]);

/** Key of an output that does not fit beside its run. */
export function outputKey(id: string): Key {
  return { pk: runPartition(id), sk: sortKeys.run.output };
}

/** Key of a run's own item. */
export function runKey(id: string): Key<'run'> {
  return { pk: runPartition(id), sk: sortKeys.run.record };
}

/** Milliseconds since 1970 from which on a run that is not queued is overdue. */
export function overdueFrom({ lease, deadline }: Pick<RunItem, 'lease' | 'deadline'>): number {
  return lease - leaseTime + deadline * 1000;
}

/** The sweeper looks at the run again when it is overdue. */
export async function watchRun(run: RunItem): Promise<void> {
  const change = { set: open(run.id, overdueFrom(run)) };
  await unlessRefused(updateItem(runKey(run.id), change, { equals: { status: 'running', lease: run.lease } }));
}

/** Open runs lie in order of the moment at which the sweeper must look at them. */
function open(id: string, due: number): { openPk: string; openSk: string } {
  return { openPk: openPartition('running', id), openSk: `${new Date(due).toISOString()}#${id}` };
}

function queued(id: string, due: number): { openPk: string; openSk: string } {
  return { openPk: openPartition('queued', id), openSk: `${new Date(due).toISOString()}#${id}` };
}

/** The write that lets a waiting run through its gate: from here on it is to be started, and its time begins. */
export function grantRun(id: string, now: number): Write {
  const set = { granted: true, startedAt: new Date(now).toISOString(), ...queued(id, now + leaseTime) };
  return { update: runKey(id), change: { set }, if: { equals: { status: 'queued' }, absent: ['granted'] } };
}

/**
 * Notes that a call of a run failed, by the partition of the run: whether it goes on, and what of it is left, is counted
 * when it ends. Of a run that has ended, and of none, nothing is noted.
 */
export async function noteFailing(pk: string): Promise<void> {
  const key: Key<'run'> = { pk, sk: sortKeys.run.record };
  await unlessRefused(
    updateItem(key, { set: { failing: true } }, { oneOf: { status: openStates }, absent: ['failing'] }),
  );
}

/** A granted run has been started. */
export async function markStarted(id: string, deadline: number, now: number): Promise<void> {
  const change = { set: { status: 'running', lease: now + leaseTime, ...open(id, now + deadline * 1000) } };
  await unlessRefused(updateItem(runKey(id), change, { equals: { status: 'queued' } }));
}

/** The sweeper looks at the queued run again at `due`, milliseconds since 1970. */
export async function postponeRun(id: string, due: number): Promise<void> {
  const change = { set: queued(id, due) };
  await unlessRefused(updateItem(runKey(id), change, { equals: { status: 'queued' }, absent: ['granted'] }));
}

/** Open runs of a state whose moment lies before `until` (ISO 8601), as they lie in the table. */
export async function dueRuns(state: 'queued' | 'running', until: string): Promise<RunItem[]> {
  const pages = await Promise.all(
    openPartitions(state).map((pk) => queryItems<{ id: string }>({ pk, index: 'open', to: until, limit: duePerShard })),
  );
  const items = await getItems<RunItem>(pages.flatMap(({ items }) => items.map(({ id }) => runKey(id))));
  // An index lags behind.
  return items.filter(({ status }) => status === state);
}
