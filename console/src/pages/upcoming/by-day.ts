import type { Formats } from '../../i18n/formats.ts';
import type { Firing } from '../../parts/upcoming/firing.ts';

/** One line of a day: a firing, with how many more of the same flow follow on that day. */
export interface DayLine extends Firing {
  more: number;
}

const single = 3;

/**
 * Firings by their calendar day in the workspace's time zone. A flow that fires more than three times a day has one
 * line on that day, so that it hides no other.
 */
export function byDay(firings: Firing[], format: Formats): { day: string; lines: DayLine[] }[] {
  const days = Map.groupBy(firings, (firing) => format.isoDay(Date.parse(firing.at)));
  return [...days].map(([day, ofDay]) => ({ day, lines: linesOf(ofDay) }));
}

function linesOf(firings: Firing[]): DayLine[] {
  const flows = Map.groupBy(firings, (firing) => firing.flow);
  return firings.flatMap((firing) => {
    const same = flows.get(firing.flow) ?? [];
    if (same.length <= single) return [{ ...firing, more: 0 }];
    return same[0] === firing ? [{ ...firing, more: same.length - 1 }] : [];
  });
}
