import { bumpStops } from './catalogue.ts';
import { ConditionFailed } from './condition-failed.ts';
import { endOfRun, keepSeconds } from './run.ts';
import { partition, queryAll, transact } from './table.ts';

/** Seconds for which connector functions are told: no task of a run outlives its stop by more. */
const toldSeconds = keepSeconds;

/** Marks the run as stopped and tells every connector function; false when it had ended before, or never was. */
export async function markStopped(id: string, now: number): Promise<boolean> {
  const mark = { pk: partition('stopped-runs'), sk: id, expiresAt: Math.ceil(now / 1000) + toldSeconds };
  const end = endOfRun(id, { status: 'stopped', endedAt: new Date(now).toISOString() });
  try {
    await transact([end, { put: mark }, bumpStops()]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** Ids of the runs that were stopped lately. */
export async function stoppedRuns(): Promise<Set<string>> {
  const items = await queryAll({ pk: partition('stopped-runs'), consistent: true });
  return new Set(items.map(({ sk }) => sk));
}
