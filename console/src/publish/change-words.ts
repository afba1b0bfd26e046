import type { FlowChange, WrittenFlow } from '#flows/editing/changes-between.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Json } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { fieldWords } from '../builder/field-words.ts';
import { valueAt } from '../builder/with-field.ts';
import { stepWords } from '../drawing/step-words.ts';

/** Characters of a value that are shown. */
const longest = 80;

/** What a change says to the people who use the flow: which step, which field, what it was and what it is. */
export function changeWords(app: App, change: FlowChange, before: WrittenFlow, after: WrittenFlow): string {
  const { t } = app;
  const step = change.step === undefined ? t('changes.flow') : titleOf(app, change.step, before, after);
  if (change.kind !== 'set') return t(`changes.${change.kind}`, { step });
  const field = fieldOf(app, change, before, after);
  if (change.before === undefined) return t('changes.begun', { step, field, after: valueWords(change.after) });
  if (change.after === undefined) return t('changes.ended', { step, field, before: valueWords(change.before) });
  return t('changes.set', { step, field, before: valueWords(change.before), after: valueWords(change.after) });
}

function titleOf(app: App, id: string, before: WrittenFlow, after: WrittenFlow): string {
  if (id === '$trigger') return app.t('changes.trigger');
  const found = [after, before].flatMap(({ flow }) => eachStep(flow.steps)).find((step) => step.id === id);
  return found ? `“${stepWords(app, found).title}”` : id;
}

function fieldOf(app: App, { step: id, field }: FlowChange & { kind: 'set' }, before: WrittenFlow, after: WrittenFlow) {
  const documents = [after, before].map(({ flow, written }) => {
    if (id === undefined) return written;
    const pointer =
      id === '$trigger' ? flow.trigger.pointer : eachStep(flow.steps).find((step) => step.id === id)?.pointer;
    return pointer && valueAt(written, pointer);
  });
  const document = documents.find((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
  const [first, second] = field;
  const words = fieldWords(app, (document ?? {}) as Record<string, Json>, field);
  const inner = field.slice(first === 'with' && second !== undefined ? 2 : 1);
  return inner.length > 0 ? `${words} (${inner.join('.')})` : words;
}

function valueWords(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = (text ?? '').replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
