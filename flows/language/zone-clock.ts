import { dateToMilliseconds } from './civil-date.ts';

/**
 * A time zone's wall clock. Local times are milliseconds as if the wall clock showed UTC; instants are milliseconds
 * since 1970.
 */
export interface ZoneClock {
  /** What the wall clock shows at an instant. */
  localAt(instant: number): number;
  /** The instants at which the wall clock shows a local time: none in a gap, two where the clock is set back. */
  instantsOf(local: number): number[];
}

const dayLength = 86_400_000;

/** The wall clock of an IANA time zone; undefined when there is no such zone. */
export function zoneClock(timeZone: string): ZoneClock | undefined {
  const format = formatOf(timeZone);
  if (!format) return undefined;

  function offsetAt(instant: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of format!.formatToParts(instant)) parts[type] = Number(value);
    const date = dateToMilliseconds({ year: parts.year!, month: parts.month!, day: parts.day! });
    const shown = date + (parts.hour! * 3600 + parts.minute! * 60 + parts.second!) * 1000;
    return shown - Math.floor(instant / 1000) * 1000;
  }

  return {
    localAt: (instant) => instant + offsetAt(instant),
    instantsOf(local) {
      // No zone changes its offset twice in two days.
      const offsets = new Set([offsetAt(local - dayLength), offsetAt(local + dayLength)]);
      return [...offsets]
        .map((offset) => local - offset)
        .filter((instant) => instant + offsetAt(instant) === local)
        .sort((a, b) => a - b);
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
