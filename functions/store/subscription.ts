import type { Concurrency } from '#flows/compiler/compiled.ts';
import { partition } from './table/keys.ts';
import { getItem, queryAll, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** A published flow listening under one key (`subscriptionKey` of flows/language/event-envelope.ts). */
export interface Subscription {
  key: string;
  flow: string;
  name: string;
  version: number;
  state: 'on' | 'paused';
  /** ARN of the published state machine version. */
  machine: string;
  type: 'EXPRESS' | 'STANDARD';
  /** Seconds. */
  deadline: number;
  /** JSONata of compiler/verdict.ts; absent when every event starts a run. */
  filter?: string;
  respond: boolean;
  /** Absent when any number of runs may be under way. */
  concurrency?: Concurrency;
  /** Its runs wait for callbacks. */
  callbacks?: true;
  skipHolidays: boolean;
  /** Of the schedule; holidays are judged in it. */
  timeZone?: string;
}

/** Every flow that listens under the key, by flow id. */
export function subscriptionsOf(key: string): Promise<Subscription[]> {
  return queryAll<Subscription>({ pk: partition('subscription', key), consistent: true });
}

/** What a flow listens to; undefined when it is not published. */
export function subscriptionOfFlow(flow: string): Promise<Subscription | undefined> {
  return getItem<Subscription>(flowKey(flow));
}

/** Ids of all published flows. */
export async function listeningFlows(): Promise<string[]> {
  const items = await queryAll<Subscription>({ pk: partition('listening') });
  return items.map(({ flow }) => flow);
}

/**
 * Writes that put `next` in the place of `previous`, for the transaction that moves a flow's head; together with
 * `bumpCatalogue`, without which dispatch does not look.
 */
export function replaceSubscription(previous: Subscription | undefined, next: Subscription | undefined): Write[] {
  const moved = previous && previous.key !== next?.key;
  return [
    ...(moved ? [{ delete: listenerKey(previous) }] : []),
    ...(previous && !next ? [{ delete: flowKey(previous.flow) }] : []),
    ...(next ? [{ put: { ...next, ...listenerKey(next) } }, { put: { ...next, ...flowKey(next.flow) } }] : []),
  ];
}

function listenerKey({ key, flow }: Subscription): Key {
  return { pk: partition('subscription', key), sk: flow };
}

function flowKey(flow: string): Key {
  return { pk: partition('listening'), sk: flow };
}
