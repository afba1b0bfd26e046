import { scheduleExpression } from '#flows/compiler/trigger/schedule-expression.ts';
import { parseDuration } from '#flows/language/duration.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Duration, Flow, Step, Value } from '#flows/language/flow.ts';
import type { App } from '../app/app.svelte.ts';
import { operationTitle } from '../app/operation-title.ts';
import { scheduleWords } from '../app/schedule-words.ts';
import { conditionWords, valueWords } from './condition-words.ts';

export interface Words {
  title: string;
  /** What it does, below the title. */
  about: string;
}

/** What the card of the trigger says. */
export function triggerWords(app: App, trigger: Flow['trigger']): Words {
  const settings = trigger.use === 'core.schedule' ? whenWords(app, trigger.with) : '';
  const about = [
    settings,
    trigger.connection,
    trigger.when && app.t('drawing.onlyIf', { what: conditionWords(app, trigger.when) }),
  ];
  const said = about.filter(Boolean).join(' · ');
  return { title: operationTitle(app, trigger.use), about: said || app.t('drawing.everyEvent') };
}

/** The settings of a schedule as the words of what they compile to. */
function whenWords(app: App, settings: Value): string {
  if (settings.kind !== 'object') return '';
  const { cron, every, at, holidays } = Object.fromEntries(settings.entries.map(({ key, value }) => [key, value]));
  const entry = cron ?? every ?? at;
  if (entry?.kind !== 'literal') return entry ? valueWords(entry) : '';
  const text = String(entry.value);
  const expression = scheduleExpression(cron ? { cron: text } : every ? { every: text } : { at: text });
  const bare = scheduleWords(app, expression) === expression || (every && parseDuration(text) === undefined);
  return bare ? text : scheduleWords(app, expression, holidays?.kind === 'literal' && holidays.value === 'skip');
}

/** What the card of a step says: its name, or what it does when it has none. */
export function stepWords(app: App, step: Step): Words {
  const about = aboutStep(app, step);
  return { title: step.name ?? readable(step.id), about };
}

/** What the card of the step with an id is called; the id itself where the flow has no such step. */
export function stepTitle(app: App, flow: Flow | undefined, id: string): string {
  const step = eachStep(flow?.steps ?? []).find((each) => each.id === id);
  return step ? stepWords(app, step).title : id;
}

function aboutStep(app: App, step: Step): string {
  const { t } = app;
  switch (step.kind) {
    case 'action':
      return operationTitle(app, step.use);
    case 'if':
      return conditionWords(app, step.condition);
    case 'switch':
      return t('drawing.by', { what: valueWords(step.value) });
    case 'forEach':
      return t('drawing.forEach', { what: valueWords(step.items) });
    case 'repeat':
      return t('drawing.repeat', { every: timeWords(app, step.every), what: conditionWords(app, step.until) });
    case 'parallel':
      return t('drawing.parallel', { count: step.branches.length });
    case 'wait':
      return aboutWait(app, step.wait);
    case 'set':
      return t('drawing.set', { what: step.values.map((value) => value.name).join(t('listed')) });
    case 'call':
      return t('drawing.call', { flow: step.flow });
    case 'try':
      return t('drawing.try');
    case 'stop':
      if (step.outcome === 'failed') return t('drawing.stopFailed');
      return step.output ? t('drawing.stopResult') : t('drawing.stop');
  }
}

function aboutWait(app: App, wait: Extract<Step, { kind: 'wait' }>['wait']): string {
  switch (wait.kind) {
    case 'for':
      return app.t('drawing.waitFor', { time: timeWords(app, wait.time) });
    case 'until':
      return app.t('drawing.waitUntil', { time: valueWords(wait.at) });
    case 'callback':
      return app.t('drawing.waitCallback');
    case 'event':
      return app.t('drawing.waitEvent', { event: operationTitle(app, wait.event) });
  }
}

function timeWords(app: App, time: Duration): string {
  return typeof time === 'number' ? app.format.span(time * 1000) : valueWords(time);
}

/** `ask_group` as `Ask group`. */
function readable(id: string): string {
  const words = id.replace(/_+/g, ' ').trim() || id;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
