const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const fields = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day', least: 1, most: 31, words: [] },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'weekday', least: 0, most: 7, words: weekdays },
] as const;

/** Why a cron pattern cannot be used; `text` is the part concerned, with its place in the pattern. */
export type CronFault =
  | { kind: 'count'; count: number }
  | { kind: 'field'; field: string; text: string; start: number }
  | { kind: 'bothDays' }
  | { kind: 'never' };

/** The fault of a five-field cron pattern (minute, hour, day, month, weekday with Sunday as 0 or 7), if it has one. */
export function cronFault(pattern: string): CronFault | undefined {
  const written = [...pattern.matchAll(/\S+/g)];
  if (written.length !== fields.length) return { kind: 'count', count: written.length };
  for (const [index, field] of fields.entries()) {
    const { 0: text, index: start } = written[index] as RegExpExecArray;
    if (!text.split(',').every((part) => valuesOf(part, field)))
      return { kind: 'field', field: field.name, text, start };
  }
  const [, , day = '*', month = '*', weekday = '*'] = written.map(([text]) => text);
  if (day !== '*' && weekday !== '*') return { kind: 'bothDays' };
  const firstDay = Math.min(...day.split(',').flatMap((part) => valuesOf(part, fields[2]) ?? []));
  const fits = month
    .split(',')
    .some((part) => valuesOf(part, fields[3])?.some((each) => firstDay <= (longest[each - 1] ?? 0)));
  return fits ? undefined : { kind: 'never' };
}

function valuesOf(part: string, { least, most, words }: (typeof fields)[number]): number[] | undefined {
  const match = /^(?:\*|([0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?)(?:\/(\d+))?$/.exec(part);
  if (!match) return undefined;
  const number = (text: string) => {
    const word = (words as readonly string[]).indexOf(text.toUpperCase());
    return word === -1 ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : word + least;
  };
  const [, first, last, step] = match;
  const from = first === undefined ? least : number(first);
  const to = last === undefined ? (first === undefined || step !== undefined ? most : from) : number(last);
  const every = step === undefined ? 1 : Number(step);
  if (!(from >= least && to <= most && from <= to && every >= 1 && every <= most)) return undefined;
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => from + index * every);
}
