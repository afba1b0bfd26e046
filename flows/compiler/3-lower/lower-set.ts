import type { SetStep } from '#flows/language/steps/set.ts';
import { objectText, valueText } from '../text/value-text.ts';
import { addState, type Exit, type Frame, type Lowering, leave } from './lowering.ts';

/** A set: one Pass that assigns all its values; a missing one is null. */
export function lowerSet(lowering: Lowering, step: SetStep, frame: Frame, exit: Exit): void {
  const entries = step.values.map(({ name, value }) => ({ key: name, value }));
  const text = objectText(entries, ({ value }) => valueText(value, 'null'));
  addState(lowering, frame, step, {
    Type: 'Pass',
    ...leave(lowering, frame, step, exit, text),
  });
}
