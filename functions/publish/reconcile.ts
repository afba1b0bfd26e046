import { logLine } from '#functions/middleware/log-line.ts';
import { deleteVersion } from '#functions/store/version.ts';
import { adoptIntent, endIntent, type Intent, openIntents, readIntent } from './intent.ts';
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

/** Takes back what began and could not go on; what cannot be taken back now is left to `reconcile`. */
export async function undone(intent: Intent): Promise<void> {
  try {
    await finish(intent);
  } catch (error) {
    logLine('WARN', 'publish', { flow: intent.flow, reason: (error as Error).message });
  }
}

// What counts is what the table says of the intent: the answer of the write that moved it may have been lost.
async function finish({ flow, token }: Intent): Promise<void> {
  const intent = await readIntent(flow);
  if (intent?.token !== token) return;
  if (intent.newVersion !== undefined) await deleteVersion(flow, intent.newVersion);
  await settle(flow);
  await endIntent(intent);
}
