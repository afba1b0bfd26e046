import { partition } from './table/keys.ts';
import { queryItems, updateItem } from './table/table.ts';

/** Runs of one day by how they ended; an EXPRESS run counts as succeeded until it fails. */
export interface DayCount {
  /** UTC, `2026-11-20`. */
  day: string;
  succeeded: number;
  failed: number;
  /** Of those that succeeded: in which calls failed and the run went on. */
  handled: number;
}

const weekDays = 7;
const monthDays = 30;
const dayTime = 86_400_000;
const keepSeconds = 32 * 86_400;

/**
 * Adds to the counts of a flow's day. `at` is when the runs started, ISO 8601. Statistics alone, for the bars of the list of
 * flows and the estimate of a month's cost: an addition whose answer was lost is sent again and may count twice, one after a crash may be missing. Nothing
 * decides by them, the runs themselves are exact, and a day is forgotten after a month.
 */
export async function countRuns(
  flow: string,
  at: string,
  add: { succeeded?: number; failed?: number; handled?: number },
): Promise<void> {
  const day = at.slice(0, 10);
  const expiresAt = Date.parse(day) / 1000 + keepSeconds;
  await updateItem({ pk: partition('week', flow), sk: day }, { set: { expiresAt }, add });
}

/** The counts of a flow's last seven days, oldest first, today being the last. `now` in milliseconds since 1970. */
export function weekOf(flow: string, now: number): Promise<DayCount[]> {
  return countsOf(flow, now, weekDays);
}

/** How many runs of a flow began in its last 30 days, today being the last. `now` in milliseconds since 1970. */
export async function runsInMonth(flow: string, now: number): Promise<number> {
  const counts = await countsOf(flow, now, monthDays);
  return counts.reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0);
}

async function countsOf(flow: string, now: number, days: number): Promise<DayCount[]> {
  const wanted = Array.from({ length: days }, (_, i) => dayOf(now - (days - 1 - i) * dayTime));
  const [from, to] = [wanted[0] as string, wanted.at(-1) as string];
  const { items } = await queryItems<Partial<DayCount>>({ pk: partition('week', flow), from, to });
  return wanted.map((day) => {
    const { succeeded = 0, failed = 0, handled = 0 } = items.find(({ sk }) => sk === day) ?? {};
    return { day, succeeded: Math.max(succeeded, 0), failed, handled };
  });
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
