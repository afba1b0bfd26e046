import type { FlowChange, WrittenFlow } from '#flows/editing/changes-between.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import { isObject, type Json } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { fieldWords } from '../builder/field-words.ts';
import { valueAt } from '../builder/with-field.ts';
import { conditionWords } from '../drawing/condition-words.ts';
import { stepWords } from '../drawing/step-words.ts';
import { readableName } from '../forms/form-fields.ts';

/** Characters of a value that are shown. */
const longest = 80;

/** What a change says to the people who use the flow: which step, which field, what it was and what it is. */
export function changeWords(app: App, change: FlowChange, before: WrittenFlow, after: WrittenFlow): string {
  const { t } = app;
  const step = titleOf(app, change.step, before, after);
  if (change.kind !== 'set') return t(`changes.${change.kind}`, { step });
  const field = fieldOf(app, change, before, after);
  const [condition, now] = [before, after].map(({ flow }) => conditionIn(app, flow, change));
  if (condition && now && condition !== now) return t('changes.set', { step, field, before: condition, after: now });
  if (change.before === undefined) return t('changes.begun', { step, field, after: jsonWords(change.after) });
  if (change.after === undefined) return t('changes.ended', { step, field, before: jsonWords(change.before) });
  return t('changes.set', { step, field, before: jsonWords(change.before), after: jsonWords(change.after) });
}

/** What the step of that id is called in either text; the trigger and the flow itself have words of their own. */
export function titleOf(app: App, id: string | undefined, before: WrittenFlow, after: WrittenFlow): string {
  if (id === undefined) return app.t('changes.flow');
  if (id === '$trigger') return app.t('changes.trigger');
  const found = [after, before].flatMap(({ flow }) => eachStep(flow.steps)).find((step) => step.id === id);
  return found ? `“${stepWords(app, found).title}”` : id;
}

/** The whole condition that a changed field is part of, in words; undefined for any other field. */
function conditionIn(app: App, flow: Flow, change: FlowChange & { kind: 'set' }): string | undefined {
  const condition = conditionOf(flow, change);
  return condition && conditionWords(app, condition);
}

function conditionOf({ trigger, steps }: Flow, { step: id, field: [first, second] }: FlowChange & { kind: 'set' }) {
  if (id === '$trigger') return first === 'when' ? trigger.when : undefined;
  const step = eachStep(steps).find((each) => each.id === id);
  if (step?.kind === 'if' && first === 'if') return step.condition;
  if (step?.kind === 'repeat' && first === 'repeat' && second === 'until') return step.until;
  if (step?.kind !== 'wait' || first !== 'wait' || second !== 'match') return undefined;
  return step.wait.kind === 'event' ? step.wait.match : undefined;
}

/** What the form of a step calls the field; a condition is one field. */
export function fieldOf(
  app: App,
  { step: id, field }: Pick<FlowChange & { kind: 'set' }, 'step' | 'field'>,
  before: WrittenFlow,
  after: WrittenFlow,
) {
  const documents = [after, before].map(({ flow, written }) => {
    if (id === undefined) return written;
    const pointer =
      id === '$trigger' ? flow.trigger.pointer : eachStep(flow.steps).find((step) => step.id === id)?.pointer;
    return pointer && valueAt(written, pointer);
  });
  const document = documents.find(isObject);
  const [first, second] = field;
  const words = fieldWords(app, document ?? {}, field);
  const inner = first === 'when' || first === 'if' ? [] : field.slice(first === 'with' && second !== undefined ? 2 : 1);
  return inner.length > 0 ? `${words} (${inner.join('.')})` : words;
}

/** A value in one line, cut where it gets long; data that it takes over as the path to it: `‹Body › Total›`. */
export function jsonWords(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = (text ?? '')
    .replace(/\{\{\s*\$(\w+(?:\.\w+)*)\s*\}\}/g, (_, path: string) => pathWords(path.split('.')))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function pathWords([source = '', ...keys]: string[]): string {
  const names = source === 'trigger' && keys.length > 0 ? keys : [source, ...keys];
  return `‹${names.map(readableName).join(' › ')}›`;
}
