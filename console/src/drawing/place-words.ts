import type { App } from '../app/app.svelte.ts';
import type { StepRow } from './outline-rows.ts';
import { stepWords } from './step-words.ts';

/** Where a step is, for whoever does not see the lines: `3 of 5, in: otherwise of Has an owner`. */
export function placeWords(app: App, { position, size, within }: StepRow): string {
  const place = app.t('drawing.place', { position, size });
  if (!within) return place;
  const { word, text } = within.label;
  const step = stepWords(app, within.step).title;
  const branch = word ? app.t(`drawing.${word}`) : text;
  const where = branch ? app.t('drawing.inBranch', { branch, step }) : app.t('drawing.in', { step });
  return [place, where].join(app.t('clause'));
}
