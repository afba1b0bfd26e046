import { momentIn } from './moment-in.ts';

/** What a flow sees of a firing of its schedule, under `$trigger`. */
export interface Firing {
  /** ISO 8601. */
  scheduledAt: string;
  localDate: string;
  localTime: string;
  /** IANA name. */
  timeZone: string;
}

/** A firing at a moment, ISO 8601, with the date and the time that clocks of its time zone show: `2026-11-27`, `09:00`. */
export function firingAt(scheduledAt: string, timeZone: string): Firing {
  const [localDate = '', localTime = ''] = momentIn(scheduledAt, timeZone).split(' ');
  return { scheduledAt, localDate, localTime: localTime.slice(0, 5), timeZone };
}
