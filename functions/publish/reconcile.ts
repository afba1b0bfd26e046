import { deleteVersion } from '#functions/store/version.ts';
import { adoptIntent, endIntent, type Intent, openIntents } from './intent.ts';
import { settle } from './settle.ts';

/**
 * Finishes or undoes what stopped half way: every intent whose holder's lease ended before `before` (milliseconds since
 * 1970; Infinity when nobody else can be at work, as at the start on one machine). Returns the ids of the flows.
 */
export async function reconcile(before: number, now: number): Promise<string[]> {
  const left = (await openIntents()).filter(({ lease }) => lease < before);
  const done: string[] = [];
  for (const intent of left) {
    const adopted = await adoptIntent(intent, now);
    if (!adopted) continue;
    await finish(adopted);
    done.push(intent.flow);
  }
  return done;
}

/** Undoes what has not moved, finishes what has. */
export async function finish(intent: Intent): Promise<void> {
  if (intent.newVersion !== undefined) await deleteVersion(intent.flow, intent.newVersion);
  await settle(intent.flow);
  await endIntent(intent);
}
