import type { Duration } from '#flows/language/flow.ts';
import { mayBe, shapeWords } from '../shape/shape.ts';
import { checkValue } from './check-value.ts';
import type { StepPlace } from './step-check.ts';

/** Checks that what tells how long something takes is a time. */
export function checkTimeSpan({ checking, scope }: StepPlace, time: Duration | undefined): void {
  if (time === undefined || typeof time === 'number') return;
  const { shape } = checkValue(checking, time, { scope });
  if (!mayBe(shape, 'text', 'number'))
    checking.report('wrongType', { expected: '@duration', actual: shapeWords(shape) }, time.pointer);
}
