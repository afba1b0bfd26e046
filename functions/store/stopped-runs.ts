import { bumpStops } from './catalogue.ts';
import { getRunItem, isOpen, keepSeconds, type RunError } from './run.ts';
import { endOfRun, endWith } from './run-end.ts';
import { partition } from './table/keys.ts';
import { queryAll, transact } from './table/table.ts';

/** Seconds for which connector functions are told: no task of a run outlives its stop by more. */
const toldSeconds = keepSeconds;

/**
 * Marks the run as stopped and tells every connector function; false when it had ended before, or never was; `tied` when
 * its follow-up is to be done now, as it always is of one whose execution `goesOn`.
 */
export function markStopped(
  id: string,
  now: number,
  { why, goesOn = false }: { why?: RunError | undefined; goesOn?: boolean } = {},
): Promise<boolean | 'tied'> {
  const mark = { pk: partition('stopped-runs'), sk: id, expiresAt: Math.ceil(now / 1000) + toldSeconds };
  const end = { status: 'stopped' as const, endedAt: new Date(now).toISOString(), error: why };
  return endWith({ goesOn }, (tied) => transact([...endOfRun(id, end, tied), { put: mark }, bumpStops()]));
}

/** As `markStopped`, of a run that need not be open or exist; `why` when it was no person who stopped it. */
export async function stopOpenRun(id: string, now: number, why?: RunError): Promise<boolean | 'tied'> {
  const run = await getRunItem(id);
  return run !== undefined && isOpen(run) && markStopped(id, now, { why, goesOn: run.type === 'STANDARD' });
}

/** Ids of the runs that were stopped lately. */
export async function stoppedRuns(): Promise<Set<string>> {
  const items = await queryAll({ pk: partition('stopped-runs'), consistent: true });
  return new Set(items.map(({ sk }) => sk));
}
