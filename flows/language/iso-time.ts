import { dateOf, dateToMilliseconds, daysInMonth } from './civil-date.ts';

const dayLength = 86_400_000;

/** `2026-11-20T09:00:00.000Z` for milliseconds since 1970. */
export function formatTime(ms: number): string {
  const { year, month, day } = dateOf(ms);
  const rest = ms - Math.floor(ms / dayLength) * dayLength;
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor(rest / 60_000) % 60;
  const seconds = Math.floor(rest / 1000) % 60;
  const millis = String(Math.floor(rest) % 1000).padStart(3, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hours)}:${two(minutes)}:${two(seconds)}.${millis}Z`;
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Milliseconds since 1970 of an ISO 8601 time with an offset, undefined for anything else. Capital T and Z and all
 * digits are needed, as Step Functions needs them.
 */
export function parseTime(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [year, month, date, hours, minutes, seconds] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const offset = match[8]!;
  const offsetMinutes = offset === 'Z' ? 0 : Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  if (offsetMinutes > 18 * 60) return undefined;
  const millis = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  const local =
    dateToMilliseconds({ year, month, day: date }) + hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + millis;
  return local - (offset.startsWith('-') ? -offsetMinutes : offsetMinutes) * 60_000;
}
