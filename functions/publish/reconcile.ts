import { logLine } from '#functions/middleware/log-line.ts';
import { isHeld } from '#functions/store/lease.ts';
import { deleteVersion } from '#functions/store/version.ts';
import { adoptIntent, endIntent, type Intent, intentTime, openIntents, readIntent } from './intent.ts';
import { settle } from './settle.ts';

/**
 * Finishes or undoes what stopped half way: every intent whose holder is taken for dead, as each is when nobody else can be
 * at work (`alone`, at the start on one machine). Returns the ids of the flows. `now` in milliseconds since 1970.
 */
export async function reconcile(now: number, { alone = false } = {}): Promise<string[]> {
  const left = (await openIntents()).filter(({ lease }) => alone || !isHeld(lease, now, intentTime));
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
export async function rollBack(intent: Intent): Promise<void> {
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
