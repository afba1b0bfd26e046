import type { Value } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { WaitStep } from '#flows/language/steps/wait.ts';
import { anything, type Known, mayBe, nullValue, shapeWords } from '../../shape/shape.ts';
import { checkCondition } from '../check-condition.ts';
import { checkTimeSpan } from '../check-time-span.ts';
import { isTime } from '../iso-time.ts';
import { Scope } from '../scope.ts';
import type { StepCheck, StepPlace } from '../step-check.ts';

/** Nothing after a time; otherwise what was waited for. */
export const checkWait: StepCheck<WaitStep> = ({ wait, pointer }, place) => {
  switch (wait.kind) {
    case 'for':
      checkTimeSpan(place, wait.time);
      return nullValue;
    case 'until':
      checkMoment(place, wait.at, [...pointer, 'wait', 'until']);
      return nullValue;
    case 'callback':
      checkTimeSpan(place, wait.timeout);
      return anything;
    case 'event':
      return awaited(place, wait);
  }
};

function checkMoment({ checking, value }: StepPlace, at: Value, pointer: Pointer): void {
  const { shape } = value(at);
  if (!mayBe(shape, 'text', 'number'))
    checking.report('wrongType', { expected: '@time', actual: shapeWords(shape) }, pointer);
  if (at.kind === 'literal' && typeof at.value === 'string' && !isTime(at.value)) {
    checking.report('invalidTime', { value: at.value }, pointer);
  }
}

function awaited(place: StepPlace, wait: Extract<WaitStep['wait'], { kind: 'event' }>): Known {
  const { checking, scope } = place;
  checkTimeSpan(place, wait.timeout);
  const trigger = checking.trigger(wait.event);
  const event = trigger ? { shape: checking.shape(trigger.output, 'output'), missing: false } : anything;
  if (wait.match) checkCondition(checking, wait.match, { scope: new Scope({ event }, scope) });
  return event;
}
