import { randomUUID } from 'node:crypto';
import { ConditionFailed, unlessRefused } from '#functions/store/table/condition-failed.ts';
import { partition } from '#functions/store/table/keys.ts';
import { deleteItem, getItem, putItem, queryAll, updateItem, type Write } from '#functions/store/table/table.ts';
import type { Key } from '#functions/store/table/table-shape.ts';

/**
 * What is being done to a flow right now; it also keeps others away from it. `begun`: nothing has moved, so it can be
 * undone. `moved`: the table tells the new state, and AWS must be brought to it.
 */
export interface Intent {
  flow: string;
  state: 'begun' | 'moved';
  /** Version on its way that goes when the publishing is undone; absent when it was published before. */
  newVersion?: number;
  token: string;
  /** Milliseconds since 1970 after which whoever holds it is taken for dead. */
  lease: number;
  at: string;
  by: string;
}

/** Another change of the flow is under way. */
export class FlowBusy extends Error {
  readonly intent: Intent;

  constructor(intent: Intent) {
    super('Another change of this flow is under way.');
    this.name = 'FlowBusy';
    this.intent = intent;
  }
}

/** Milliseconds: longer than the function that publishes may run. */
export const intentTime = 45_000;

/** A new intent, for `takeIntent`. */
export function newIntent(flow: string, by: string, now: number): Intent {
  return { flow, state: 'begun', token: randomUUID(), lease: now + intentTime, at: new Date(now).toISOString(), by };
}

/** Writes the intent, or throws FlowBusy. */
export async function takeIntent(intent: Intent): Promise<void> {
  try {
    await putItem({ ...intentKey(intent.flow), ...intent }, { exists: false });
  } catch (error) {
    if (error instanceof ConditionFailed) throw new FlowBusy(error.item as unknown as Intent);
    throw error;
  }
}

/** The write that marks the intent as moved, for the transaction that moves the flow; it is refused when the lease was lost. */
export function moveIntent(intent: Intent): Write {
  const { token, flow } = intent;
  return {
    update: intentKey(flow),
    change: { set: { state: 'moved' }, remove: ['newVersion'] },
    if: { equals: { token } },
  };
}

/** Notes the version that goes when the publishing is undone. */
export function noteVersion({ flow, token }: Intent, newVersion: number): Promise<void> {
  return updateItem(intentKey(flow), { set: { newVersion } }, { equals: { token } });
}

/** Takes over the intent of somebody who is taken for dead, who then can do nothing more; undefined when another was quicker. */
export async function adoptIntent(intent: Intent, now: number): Promise<Intent | undefined> {
  const adopted: Intent = { ...intent, token: randomUUID(), lease: now + intentTime };
  const mine = putItem({ ...intentKey(intent.flow), ...adopted }, { equals: { token: intent.token } });
  return (await unlessRefused(mine)) ? adopted : undefined;
}

/** Removes the intent: the flow is free for the next change. */
export async function endIntent({ flow, token }: Intent): Promise<void> {
  await unlessRefused(deleteItem(intentKey(flow), { equals: { token } }));
}

/** The intent of a flow; undefined when nothing is under way. */
export function readIntent(flow: string): Promise<Intent | undefined> {
  return getItem<Intent>(intentKey(flow));
}

/** Every intent there is. */
export function openIntents(): Promise<Intent[]> {
  return queryAll<Intent>({ pk: partition('intents'), consistent: true });
}

function intentKey(flow: string): Key {
  return { pk: partition('intents'), sk: flow };
}
