import type { WrittenFlow } from '#flows/editing/changes-between.ts';
import { type Conflict, placeField } from '#flows/editing/merge-models.ts';
import type { Side } from '#flows/editing/merge-values.ts';
import type { Json } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { fieldOf, jsonWords, titleOf } from './change-words.ts';

export interface SideWords {
  /** What the person made of it. */
  text: string;
  /** The text itself, where the words leave some of it out. */
  whole: string | undefined;
}

/** The two texts of a conflict as they are read; undefined for one that has no meaning as a flow. */
export type Both = Readonly<Record<Side, WrittenFlow | undefined>>;

/** What a conflict is about, as the screen calls it: the step and its field. */
export function conflictPlace(app: App, conflict: Conflict, both: Both): string {
  const { t } = app;
  const { step, field } = ofTrigger(conflict);
  if (step === undefined && field.length === 0) return t('conflict.lines');
  const [before, after] = flowsOf(both);
  const name = before && after ? titleOf(app, step, before, after) : (step ?? t('changes.flow'));
  if (field.length === 0) return name;
  if (step !== undefined && field[0] === placeField)
    return t('conflict.field', { step: name, field: t('conflict.place') });
  const at = { ...(step !== undefined && { step }), field: [...field] };
  const label = before && after ? fieldOf(app, at, before, after) : field.join('.');
  return t('conflict.field', { step: name, field: label });
}

/** The trigger is told as a step: merging knows it as a field of the flow. */
function ofTrigger({ step, field }: Conflict): Pick<Conflict, 'step' | 'field'> {
  if (step === undefined && field[0] === 'trigger') return { step: '$trigger', field: field.slice(1) };
  return step === undefined ? { field } : { step, field };
}

/** What one side made of it, in words. */
export function conflictSide(app: App, conflict: Conflict, side: Side, both: Both): SideWords {
  const { t } = app;
  const value = conflict[side];
  if (value === undefined) return { text: t('conflict.gone'), whole: undefined };
  const { step, field } = conflict;
  if (step === undefined && field.length === 0) {
    const lines = String(value).split('\n').length;
    return { text: t('conflict.ownLines', { count: lines }), whole: String(value) };
  }
  if (field.length === 0) return { text: t('conflict.kept'), whole: textOf(value) };
  if (step !== undefined && field[0] === placeField) return { text: placeWords(app, value, both), whole: undefined };
  const text = jsonWords(value);
  return { text, whole: text === value ? undefined : textOf(value) };
}

/** A list as the step that it is in, an order as the steps in it. */
function placeWords(app: App, value: Json, both: Both): string {
  const [before, after] = flowsOf(both);
  const nameOf = (id: string) => (before && after ? titleOf(app, id, before, after) : id);
  if (Array.isArray(value)) return value.map((id) => nameOf(String(id))).join(app.t('listed'));
  const [holder = '', ...path] = String(value).split('.');
  return path.length === 0 ? app.t('conflict.atTop') : app.t('conflict.inside', { step: nameOf(holder) });
}

function flowsOf({ mine, theirs }: Both): [WrittenFlow | undefined, WrittenFlow | undefined] {
  return [theirs ?? mine, mine ?? theirs];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
