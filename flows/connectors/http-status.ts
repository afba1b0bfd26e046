import { dateToMilliseconds } from '#flows/language/civil-date.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';

/** The error class of an HTTP status from 400 up. */
export function classOfStatus(status: number): ConnectorErrorClass {
  if (status === 401 || status === 403) return 'Unauthorized';
  if (status === 404 || status === 410) return 'NotFound';
  if (status === 408) return 'Timeout';
  if (status === 409 || status === 412) return 'Conflict';
  if (status === 429) return 'RateLimited';
  return status >= 500 ? 'Unavailable' : 'InvalidInput';
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Seconds to wait from a Retry-After header (RFC 9110, 10.2.3: seconds or an HTTP date), at least 0;
 * undefined when there is none or it cannot be read. `now` in milliseconds since 1970.
 */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header));
  const date = /(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT/.exec(header);
  if (!date) return undefined;
  const [, day, month = '', year, hour, minute, second] = date;
  const index = months.indexOf(month.toLowerCase());
  if (index < 0) return undefined;
  const midnight = dateToMilliseconds({ year: Number(year), month: index + 1, day: Number(day) }) / 1000;
  const at = midnight + (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return Math.max(0, Math.ceil(at - now / 1000));
}
