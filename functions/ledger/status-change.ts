import { runError } from '#flows/history/run-error.ts';
import { failure } from '#flows/text/failure.ts';
import { getRun } from '#functions/store/run.ts';
import type { RunEnd } from '#functions/store/run-end.ts';
import { countRuns } from '#functions/store/week.ts';
import { settle } from './settle.ts';

/** `detail` of EventBridge's "Step Functions Execution Status Change", which STANDARD executions send. */
export interface StatusChange {
  /** The run's id. */
  name: string;
  status: string;
  /** Milliseconds since 1970. */
  stopDate: number | null;
  /** JSON text. */
  output: string | null;
  error?: string | null;
  cause?: string | null;
}

const ends: Record<string, RunEnd['status']> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'stopped',
};

/** Writes the end of the run whose execution changed; other changes and other executions are passed over. */
export async function statusChanged(change: StatusChange): Promise<void> {
  const status = ends[change.status];
  if (!status || !/^r[0-9a-f]{40}$/.test(change.name)) return;
  const endedAt = new Date(change.stopDate ?? Date.now()).toISOString();
  if (status === 'succeeded') {
    const output = change.output ? JSON.parse(change.output) : undefined;
    if (!(await settle(change.name, { status, endedAt, output }))) return;
    const run = await getRun(change.name);
    if (run) await countRuns(run.flow, run.startedAt, { succeeded: 1 });
    return;
  }
  await settle(change.name, { status, endedAt, ...(status !== 'stopped' && { error: errorOf(status, change) }) });
}

function errorOf(status: RunEnd['status'], { error, cause }: StatusChange) {
  if (status === 'timedOut') return failure('Timeout', { id: 'runTooLong' });
  return runError(error, cause);
}
