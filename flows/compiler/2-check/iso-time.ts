const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?<zone>Z|[-+](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

/** Whether the text is an ISO 8601 date, or date and time, of the calendar. */
export function isTime(text: string): boolean {
  const match = pattern.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  return day >= 1 && day <= daysOf(year, month);
}

/** Whether the text is a date and time without a zone, as a clock on the wall shows it. */
export function isLocalTime(text: string): boolean {
  return isTime(text) && text.includes('T') && !pattern.exec(text)?.groups?.zone;
}

function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (days[month - 1] ?? 0) + (leap ? 1 : 0);
}
