import { endIntent, type Intent, newIntent, takeIntent } from './intent.ts';
import { moveAway, moveOff } from './move.ts';
import { rollBack } from './reconcile.ts';
import { settle } from './settle.ts';

/** Takes a flow off; runs under way finish. Throws FlowBusy. */
export function unpublish(flow: string, by: string, now: number): Promise<void> {
  return withdraw(newIntent(flow, by, now), moveOff);
}

/** Deletes a flow; runs under way finish. Throws FlowBusy. */
export function deleteFlow(flow: string, by: string, now: number): Promise<void> {
  return withdraw(newIntent(flow, by, now), moveAway);
}

async function withdraw(intent: Intent, move: (intent: Intent) => Promise<void>): Promise<void> {
  await takeIntent(intent);
  try {
    await move(intent);
  } catch (error) {
    await rollBack(intent);
    throw error;
  }
  await settle(intent.flow);
  await endIntent(intent);
}
