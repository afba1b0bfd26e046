import type { EndOfRunPayload } from '#flows/compiler/task-payload.ts';
import { persist } from '#functions/aws/persist.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { reconcile } from '#functions/publish/reconcile.ts';
import type { RunError } from '#functions/store/run.ts';
import { settle } from './settle.ts';
import { type StatusChange, statusChanged } from './status-change.ts';
import { sweep } from './sweep.ts';

/** Milliseconds for which the end of a run is written again: the machine gives this call 20 seconds. */
const patience = 15_000;

/** What calls the ledger: the last task of an EXPRESS run, a queue of status changes, or the clock. */
export type LedgerEvent = EndOfRunPayload | { kind: 'sweep' } | { Records: { messageId: string; body: string }[] };

/** Keeps the records of runs true; for a queue it answers which messages are to come again. */
export async function ledger(event: LedgerEvent): Promise<object | null> {
  if ('Records' in event) return changes(event.Records);
  if (event.kind === 'sweep') {
    const now = Date.now();
    const [swept, reconciled] = await Promise.all([sweep(now), reconcile(now)]);
    return { ...swept, reconciled: reconciled.length };
  }
  const { run, status, output, error } = event;
  const end = { status, endedAt: new Date().toISOString(), output, error: error as RunError | undefined };
  await persist(() => settle(run, end), { until: Date.now() + patience });
  return null;
}

async function changes(records: { messageId: string; body: string }[]): Promise<object> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  await Promise.all(
    records.map(async ({ messageId, body }) => {
      try {
        await statusChanged((JSON.parse(body) as { detail: StatusChange }).detail);
      } catch (error) {
        batchItemFailures.push({ itemIdentifier: messageId });
        logLine('WARN', 'ledger', { messageId, error: (error as Error).name, reason: (error as Error).message });
      }
    }),
  );
  return { batchItemFailures };
}
