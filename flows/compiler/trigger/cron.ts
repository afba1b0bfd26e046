const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A five-field cron pattern (Sunday is 0 or 7) that passed the checks as an expression of EventBridge Scheduler, whose
 * Sunday is 1 and which takes a day of the month or a day of the week, not both.
 */
export function awsCron(pattern: string): string {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = pattern.trim().toUpperCase().split(/\s+/);
  const days = isAny(weekday) ? [everyFrom(isAny(day) ? '*' : day, 1), '?'] : ['?', weekdays(weekday)];
  return `cron(${everyFrom(minute, 0)} ${everyFrom(hour, 0)} ${days[0]} ${everyFrom(month, 1)} ${days[1]} *)`;
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

function everyFrom(field: string, first: number): string {
  return field
    .split(',')
    .map((part) => part.replace(/^\*\//, `${first}/`))
    .join(',');
}

function weekdays(field: string): string {
  const range = /^([0-6])-([0-6])$/.exec(numbered(field));
  if (range && Number(range[1]) <= Number(range[2])) return `${Number(range[1]) + 1}-${Number(range[2]) + 1}`;
  const days = new Set(
    numbered(field)
      .split(',')
      .flatMap(daysOf)
      .map((day) => (day % 7) + 1),
  );
  return [...days].sort((a, b) => a - b).join(',');
}

function numbered(field: string): string {
  return field.replace(/[A-Z]{3}/g, (name) => String(dayNames.indexOf(name)));
}

/** Days of one part of the field: `3`, `1-5`, `5-7`, `*`, each perhaps with `/step`. */
function daysOf(part: string): number[] {
  const [range = '*', step] = part.split('/');
  const [from = 0, to] = range === '*' ? [0, 6] : range.split('-').map(Number);
  const last = to ?? (step === undefined ? from : 6);
  const days: number[] = [];
  for (let day = from; day <= last; day += Math.max(1, Number(step ?? 1))) days.push(day);
  return days;
}
