import { daysInMonth } from '#flows/language/civil-date.ts';

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?<zone>Z|[-+](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

/** Whether the text is an ISO 8601 date, or date and time, of the calendar. */
export function isTime(text: string): boolean {
  const match = pattern.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Whether the text is a date and time without a zone, as a clock on the wall shows it. */
export function isLocalTime(text: string): boolean {
  return isTime(text) && text.includes('T') && !pattern.exec(text)?.groups?.zone;
}
