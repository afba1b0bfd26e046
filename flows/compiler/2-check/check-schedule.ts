import { parseDuration } from '#flows/language/duration.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { isTimeZone, timeZones } from '#flows/language/time-zone.ts';
import { constantOf } from '../text/value-text.ts';
import { areLost } from './check-inputs.ts';
import type { Checking } from './checking.ts';
import { cronFault } from './cron-fields.ts';
import { isLocalTime } from './iso-time.ts';

const day = 86_400;

/** Checks when a schedule fires: what is no pattern, time or zone, and what EventBridge Scheduler cannot do. */
export function checkSchedule(checking: Checking): void {
  const { flow, trigger, report } = checking;
  const { use, with: inputs } = flow.trigger;
  if (trigger(use)?.kind !== 'schedule' || areLost(checking, inputs)) return;
  const { cron, every, at, timeZone, window } = (constantOf(inputs) ?? {}) as JsonObject;
  const place = (field: string) => [...inputs.pointer, field];
  const given = Object.entries({ cron, every, at }).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    report('scheduleKind', {}, given.length === 0 ? inputs.pointer : place(given[1]?.[0] ?? ''), 'key');
  if (typeof cron === 'string') checkCron(report, cron, place('cron'));
  if (typeof every === 'string') {
    const seconds = parseDuration(every);
    if (seconds === undefined) report('invalidDuration', { value: every }, place('every'));
    else if (seconds === 0 || seconds % 60 !== 0) report('everyWholeMinutes', {}, place('every'));
  }
  if (typeof at === 'string' && !(isLocalTime(at) && /T\d\d:\d\d:\d\d$/.test(at)))
    report('invalidAt', { value: at }, place('at'));
  if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
    report('unknownTimeZone', { name: timeZone, suggestion: nearest(timeZone, timeZones()) }, place('timeZone'));
  }
  if (typeof window === 'string') {
    const seconds = parseDuration(window);
    if (seconds === undefined) report('invalidDuration', { value: window }, place('window'));
    else if (seconds < 60 || seconds > day || seconds % 60 !== 0) report('windowRange', {}, place('window'));
  }
}

function checkCron(report: Checking['report'], cron: string, pointer: Pointer): void {
  const fault = cronFault(cron);
  if (!fault) return;
  switch (fault.kind) {
    case 'count':
      report('cronFields', { count: fault.count }, pointer);
      break;
    case 'field': {
      const span = { start: fault.start, end: fault.start + fault.text.length };
      report('cronField', { text: fault.text, field: `@${fault.field}` }, pointer, span);
      break;
    }
    case 'bothDays':
      report('cronBothDays', {}, pointer);
      break;
    case 'never':
      report('cronNever', {}, pointer);
  }
}
