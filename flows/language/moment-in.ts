import { formatTime, parseTime } from './iso-time.ts';
import { zoneClock } from './zone-clock.ts';

/** `2026-11-27 17:00:00` for a moment, ISO 8601, as clocks of an IANA time zone show it; the text itself when it is none. */
export function momentIn(iso: string, timeZone: string): string {
  const at = parseTime(iso);
  const clock = zoneClock(timeZone);
  return at === undefined || !clock ? iso : formatTime(clock.localAt(at)).slice(0, 19).replace('T', ' ');
}

/** The same with the zone's name behind it. */
export function namedMoment(iso: string, timeZone: string): string {
  const shown = momentIn(iso, timeZone);
  return shown === iso ? iso : `${shown} ${timeZone}`;
}
