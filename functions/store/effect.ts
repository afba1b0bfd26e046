import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '#flows/language/json.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { endText, shortTries } from './effect-text.ts';
import { decideCall, leaseTime } from './lease.ts';
import { keepSeconds, noteFailing, runPartition } from './run.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import type { Condition } from './table/expression.ts';
import { sortKeys } from './table/keys.ts';
import { packed } from './table/packed.ts';
import { getItem, putItem, queryAll, queryItems, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';
import type { WholeOutput } from './whole-output.ts';

/** One try of an action. */
export interface Try {
  startedAt: string;
  endedAt?: string;
  error?: Failure;
  /** Which call of the state machine it was part of (`attempt` of the task's payload). */
  attempt?: number;
}

/** The record of one action in one run. */
export interface Effect {
  step: string;
  path: string;
  operation: string;
  connection?: string;
  status: 'claimed' | 'succeeded' | 'failed';
  startedAt: string;
  endedAt?: string;
  /** The current try is the last. */
  tries: Try[];
  /** As it was sent, secrets hidden; null while the call is under way. */
  input: Json;
  /** What went on to the steps that follow. */
  output?: Json;
  /** Of what `output` is a part. */
  whole?: WholeOutput;
  error?: Failure;
  /** Something to know although the call succeeded. */
  warning?: string;
  /** Id of the run that an awaited call waits for. */
  child?: string;
}

/** A claim that the caller holds: only its holder may complete the record. */
export interface EffectClaim {
  key: Key<'effect'>;
  token: string;
  claimedAt: string;
  /** Of the present try. */
  startedAt: string;
  attempt?: number;
  /** Tries before this one. */
  before: Try[];
}

/**
 * `won`: the caller makes the call; `uncertain` when an earlier try never told how it ended. `done`: it has succeeded
 * before. `busy`: another invocation is making the call.
 */
export type EffectClaimed =
  | { state: 'won'; claim: EffectClaim; uncertain: boolean }
  | { state: 'done'; output: Json }
  | { state: 'busy' };

/** What tells an effect apart: which run, which step, and how long the record may be needed. */
export interface EffectId {
  run: string;
  path: string;
  step: string;
  operation: string;
  connection?: string | undefined;
  /** Who made the call by hand, of a step that is tested: kept in the table for those who ask who did. */
  testedBy?: string;
  /** Which call of the state machine claims it; absent where nobody counts them. */
  attempt?: number;
}

/** SHA-256 of run and path in hex: the key of the record, and the key that vendors get to tell repeated calls. */
export function effectKey(run: string, path: string): string {
  return createHash('sha256').update(`${run}\n${path}`).digest('hex');
}

/** Claims the action for one try. Times in milliseconds since 1970. */
export async function claimEffect(id: EffectId, now: number): Promise<EffectClaimed> {
  const key = effectItemKey(id.run, id.path);
  const { attempt } = id;
  const startedAt = new Date(now).toISOString();
  const claim: NewClaim = {
    token: randomUUID(),
    claimedUntil: now + leaseTime,
    startedAt,
    ...(attempt !== undefined && { attempt }),
  };
  const expiresAt = Math.ceil(now / 1000) + keepSeconds + 86_400;
  try {
    const { run, path, step, operation, connection, testedBy } = id;
    const item = {
      ...key,
      run,
      path,
      step,
      operation,
      connection,
      ...(testedBy !== undefined && { testedBy }),
      status: 'claimed',
      ...claim,
      tries: '[]',
      expiresAt,
    };
    await putItem(packed(item, 'effect'), { exists: false });
    return won(key, claim, [], false);
  } catch (error) {
    if (!(error instanceof ConditionFailed) || !error.item) throw error;
    if (isMine(error, claim)) return won(key, claim, [], false);
    return reclaim(key, error.item as unknown as EffectItem, claim, now);
  }
}

interface NewClaim {
  token: string;
  claimedUntil: number;
  startedAt: string;
  attempt?: number;
}

function won(key: Key<'effect'>, claim: NewClaim, before: Try[], uncertain: boolean): EffectClaimed {
  const { token, startedAt, attempt } = claim;
  const held = { key, token, claimedAt: startedAt, startedAt, ...(attempt !== undefined && { attempt }), before };
  return { state: 'won', claim: held, uncertain };
}

/** Whether what stood in the way of a claim is that very claim: the client sends a write again whose answer was lost. */
function isMine({ item }: ConditionFailed, { token }: NewClaim): boolean {
  return item?.token === token;
}

async function reclaim(key: Key<'effect'>, item: EffectItem, claim: NewClaim, now: number): Promise<EffectClaimed> {
  const decision = decideCall(item, now);
  if (decision === 'done') return { state: 'done', output: JSON.parse(item.output ?? 'null') };
  if (decision === 'busy') return { state: 'busy' };
  const uncertain = decision === 'uncertain';
  const before = triesOf(item);
  if (uncertain) before.push({ ...placeOf(item), error: cutOff });
  try {
    const { token, claimedUntil, ...place } = claim;
    const ended = JSON.stringify({ ...place, tries: shortTries(before) });
    const change = { set: { status: 'claimed', token, claimedUntil, ended }, remove: ['error', 'endedAt'] };
    await updateItem(key, change, { equals: { token: item.token, status: item.status } });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (!isMine(error, claim)) return { state: 'busy' };
  }
  return won(key, claim, before, uncertain);
}

const cutOff = failure('CutOff', { id: 'tryCutOff' });

/** Prolongs a claim whose call takes long; false when it is lost. */
export async function renewClaim(claim: EffectClaim, now: number): Promise<boolean> {
  return unlessRefused(
    updateItem(claim.key, { set: { claimedUntil: now + leaseTime } }, { equals: { token: claim.token } }),
  );
}

/** How a call ended. */
export interface EffectEnd {
  endedAt: string;
  input: Json;
  output?: Json | undefined;
  whole?: WholeOutput | undefined;
  error?: Failure | undefined;
  warning?: string | undefined;
}

/** Writes how the call ended; false when the claim was lost meanwhile. */
export async function completeEffect(claim: EffectClaim, end: EffectEnd): Promise<boolean> {
  const { error } = end;
  if (error) await noteFailing(claim.key.pk);
  const output = error ? undefined : JSON.stringify(end.output ?? null);
  const set = { status: error ? 'failed' : 'succeeded', ended: endText(claim, end, output ?? ''), output };
  return unlessRefused(updateItem(claim.key, { set }, { equals: { token: claim.token } }));
}

/** Writes that nobody will ever tell how a claimed call ended; false when somebody has. */
export async function giveUpEffect(key: Key<'effect'>, token: string, now: number): Promise<boolean> {
  const set = { status: 'failed', endedAt: new Date(now).toISOString(), error: cutOff };
  return unlessRefused(updateItem(key, { set }, { equals: { token, status: 'claimed' } }));
}

/** One effect of a run; undefined when there is none. */
export async function getEffect(run: string, path: string): Promise<Effect | undefined> {
  const item = await getItem<EffectItem>(effectItemKey(run, path));
  return item && fromItem(item);
}

/** Every effect of a run in the order of their first try. */
export async function getEffects(run: string): Promise<Effect[]> {
  const items = await queryAll<EffectItem>({ pk: runPartition(run), prefix: sortKeys.run.effect, consistent: true });
  return items.map(fromItem).sort((a, b) => (first(a) < first(b) ? -1 : 1));
}

/** How many calls of a run failed in the end: of those that were tried again only the last try counts. Read in pages. */
export async function countFailed(run: string): Promise<number> {
  const failed = { equals: { status: 'failed' } } satisfies Condition<'run'>;
  const query = { pk: runPartition(run), prefix: sortKeys.run.effect, consistent: true, filter: failed };
  let count = 0;
  let cursor: string | undefined;
  do {
    const { items, next } = await queryItems<EffectItem>({ ...query, ...(cursor !== undefined && { cursor }) });
    count += items.length;
    cursor = next;
  } while (cursor !== undefined);
  return count;
}

interface EffectItem {
  step: string;
  path: string;
  operation: string;
  connection?: string;
  status: Effect['status'];
  token: string;
  claimedUntil: number;
  startedAt: string;
  attempt?: number;
  endedAt?: string;
  /** JSON text in records of awaited steps, and in old ones. */
  tries: Try[] | string;
  /** What was sent; as JSON text in `input` in records of awaited steps, and in old ones. */
  sent?: Json;
  input?: string;
  output?: string;
  whole?: WholeOutput;
  error?: Failure;
  warning?: string;
  child?: string;
}

function fromItem(item: EffectItem): Effect {
  const { step, path, operation, connection, status, startedAt, endedAt, whole, error, warning, child } = item;
  const before = triesOf(item);
  return {
    step,
    path,
    operation,
    ...(connection !== undefined && { connection }),
    status,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    tries: status === 'claimed' ? [...before, placeOf(item)] : before,
    input: item.sent ?? JSON.parse(item.input ?? 'null'),
    ...(item.output !== undefined && { output: JSON.parse(item.output) }),
    ...(whole && { whole }),
    ...(error && { error }),
    ...(warning !== undefined && { warning }),
    ...(child !== undefined && { child }),
  };
}

function first(effect: Effect): string {
  return effect.tries[0]?.startedAt ?? effect.startedAt;
}

function triesOf({ tries }: Pick<EffectItem, 'tries'>): Try[] {
  return typeof tries === 'string' ? JSON.parse(tries) : tries;
}

function placeOf({ startedAt, attempt }: Pick<Try, 'startedAt' | 'attempt'>): Try {
  return { startedAt, ...(attempt !== undefined && { attempt }) };
}

/** Key of an effect's item. */
export function effectItemKey(run: string, path: string): Key<'effect'> {
  return { pk: runPartition(run), sk: `${sortKeys.run.effect}${effectKey(run, path).slice(0, 40)}` };
}
