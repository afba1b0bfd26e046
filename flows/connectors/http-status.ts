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
  const days = daysBefore(Number(year), index) + Number(day) - 1;
  const at = ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
  return Math.max(0, Math.ceil(at - now / 1000));
}

/** Days from 1970-01-01 to the first of the month (0 = January) in the Gregorian calendar. */
function daysBefore(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  return (year - 1970) * 365 + leapDays + lengths.slice(0, month).reduce((sum, days) => sum + days, 0);
}
