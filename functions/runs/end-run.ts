import type { RunError } from '#functions/store/run.ts';
import { type RunEnd, settleRun } from '#functions/store/run-end.ts';
import { stopOpenRun } from '#functions/store/stopped-runs.ts';
import { followUp } from './follow-up.ts';

/** Writes the end of a run and does what hangs on it; false when it had ended before, or never was. */
export async function endRun(id: string, end: RunEnd): Promise<boolean> {
  const settled = await settleRun(id, end);
  if (settled === 'tied') await followUp([id], Date.now());
  return settled !== false;
}

/**
 * Stops a run: from here on no action of it is called. A call under way may still finish. False when the run had ended
 * before, or never was. `why` when it was no person who stopped it. `now` in milliseconds since 1970.
 */
export async function stopRun(id: string, now: number, why?: RunError): Promise<boolean> {
  const stopped = await stopOpenRun(id, now, why);
  if (stopped === 'tied') await followUp([id], now);
  return stopped !== false;
}
