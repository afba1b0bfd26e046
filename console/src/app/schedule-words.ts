import { parseAwsCron } from '#flows/language/aws-cron.ts';
import type { Formats } from '../i18n/formats.ts';
import type { LanguageChoice } from '../i18n/language.svelte.ts';

interface Speaker {
  t: LanguageChoice['t'];
  format: Formats;
}

const mostTimes = 3;

/**
 * When a schedule fires, in words: `cron(30 8 ? * 2-6 *)` as "Monday to Friday at 08:30". What has no words stays as it
 * is. `skipsHolidays`: it leaves out the holidays of the workspace.
 */
export function scheduleWords(speaker: Speaker, expression: string, skipsHolidays = false): string {
  const when = timeWords(speaker, expression);
  return skipsHolidays ? speaker.t('schedule.exceptHolidays', { when }) : when;
}

function timeWords({ t, format }: Speaker, expression: string): string {
  const [, kind, inside = ''] = /^(cron|rate|at)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'at') return t('schedule.once', { when: format.localMoment(inside) });
  if (kind === 'rate') return rateWords({ t, format }, inside) ?? expression;
  if (kind === 'cron') return cronWords({ t, format }, inside) ?? expression;
  return expression;
}

function rateWords({ t, format }: Speaker, rate: string): string | undefined {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(rate) ?? [];
  return count && unit ? t('schedule.every', { span: format.amount(Number(count), unit) }) : undefined;
}

function cronWords(speaker: Speaker, fields: string): string | undefined {
  const cron = parseAwsCron(fields);
  const [, , dayOfMonth = '', , dayOfWeek = ''] = fields.split(/\s+/);
  if (!cron || cron.months.length < 12) return undefined;
  const clock = clockWords(speaker, cron.minutes, cron.hours);
  const times = clock ?? intervalWords(speaker, cron.minutes, cron.hours);
  const days = dayOfWeek === '?' ? monthDayWords(speaker, dayOfMonth) : weekDayWords(speaker, dayOfWeek);
  if (!times || !days) return undefined;
  if (clock) return speaker.t('schedule.at', { days, times });
  return dayOfMonth === '*' ? times : [times, days].join(speaker.t('listed'));
}

/** A few times of the day. */
function clockWords({ t }: Speaker, minutes: number[], hours: number[]): string | undefined {
  if (minutes.length * hours.length > mostTimes) return undefined;
  return hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)).join(t('listed'));
}

/** The same minutes of every hour. */
function intervalWords({ t, format }: Speaker, minutes: number[], hours: number[]): string | undefined {
  if (hours.length < 24) return undefined;
  const step = (minutes[1] ?? 60) - (minutes[0] ?? 0);
  const even = minutes[0] === 0 && 60 % step === 0 && minutes.length === 60 / step;
  if (even && step < 60) return t('schedule.every', { span: format.amount(step, 'minute') });
  return minutes.length === 1 ? t('schedule.hourly', { minute: two(minutes[0] ?? 0) }) : undefined;
}

function monthDayWords({ t }: Speaker, field: string): string | undefined {
  if (field === '*') return t('schedule.everyDay');
  if (field === 'L') return t('schedule.lastDay');
  return /^\d+(,\d+)*$/.test(field) ? t('schedule.monthDay', { days: field.replaceAll(',', t('listed')) }) : undefined;
}

/** Days of the week as AWS counts them: 1 is Sunday. */
function weekDayWords({ t, format }: Speaker, field: string): string | undefined {
  const range = /^([1-7])-([1-7])$/.exec(field);
  if (range)
    return t('schedule.daysTo', {
      first: format.weekday(Number(range[1]) - 1),
      last: format.weekday(Number(range[2]) - 1),
    });
  if (!/^[1-7](,[1-7])*$/.test(field)) return undefined;
  return field
    .split(',')
    .map((day) => format.weekday(Number(day) - 1))
    .join(t('listed'));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
