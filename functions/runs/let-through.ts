import { failure } from '#flows/text/failure.ts';
import { grantPlaces } from '#functions/store/gate.ts';
import { getRun, markStarted } from '#functions/store/run.ts';
import { settleRun } from '#functions/store/run-end.ts';
import { settingsAt } from '#functions/store/settings.ts';
import { stopOpenRun } from '#functions/store/stopped-runs.ts';
import { countRuns } from '#functions/store/week.ts';
import { neverStarts, startExecution } from './start-execution.ts';

/**
 * Lets through a gate whoever may go, after `leaving` has left it, and starts them. Returns the runs that ended by it and
 * are to be followed up: each of them leaves the gate then, whose places are granted again. `now` in milliseconds since 1970.
 */
export async function letThrough(gate: string, now: number, leaving?: string): Promise<string[]> {
  const ended: string[] = [];
  for (let more = true; more; ) {
    const grants = await grantPlaces(gate, now, leaving);
    const ends = await Promise.all([
      ...grants.stop.map((id) => replace(id, now)),
      ...grants.granted.map((id) => startGranted(id, now)),
    ]);
    ended.push(...ends.flat());
    // Where some are only to be stopped, the next look would see the same: they have yet to leave.
    more = grants.more && grants.granted.length > 0;
  }
  return ended;
}

/**
 * Starts a run that was let through its gate. When that fails it stays queued, and the sweeper tries again. Returns its id
 * when it never can be started and has ended, for `followUp`.
 */
export async function startGranted(id: string, now: number): Promise<string[]> {
  const run = await getRun(id);
  if (run?.status !== 'queued' || !run.granted) return [];
  try {
    await startExecution(run, (await settingsAt(run.startedAt)).env);
  } catch (error) {
    const never = neverStarts(error);
    if (!never) return [];
    const settled = await settleRun(id, { status: 'failed', endedAt: new Date(now).toISOString(), error: never });
    return settled === 'tied' ? [id] : [];
  }
  await markStarted(id, run.deadline, now);
  if (run.type === 'EXPRESS') await countRuns(run.flow, run.startedAt, { succeeded: 1 });
  return [];
}

async function replace(id: string, now: number): Promise<string[]> {
  return (await stopOpenRun(id, now, replaced)) === 'tied' ? [id] : [];
}

const replaced = failure('Replaced', { id: 'runReplaced' });
