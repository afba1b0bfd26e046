import { cronFault } from '#flows/compiler/2-check/cron-fields.ts';
import { scheduleExpression } from '#flows/compiler/trigger/schedule-expression.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { scheduleWords } from '../app/schedule-words.ts';
import { type Plan, writePlan } from './schedule-plan.ts';

/** A plan as one sentence; empty while it says nothing, the pattern itself where there are no words for it. */
export function planWords(app: App, plan: Plan, settings: JsonObject): string {
  if (plan.kind === 'once' && Number.isNaN(Date.parse(`${plan.at}Z`))) return '';
  if (plan.kind === 'cron' && cronFault(plan.pattern)) return '';
  const expression = scheduleExpression(writePlan(plan));
  const bare = scheduleWords(app, expression).startsWith('cron(') && plan.kind === 'cron';
  return bare ? plan.pattern : scheduleWords(app, expression, settings.holidays === 'skip');
}

/** `09:05` */
export function clockTime(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
