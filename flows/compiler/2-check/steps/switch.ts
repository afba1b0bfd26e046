import { nearest } from '#flows/language/nearest.ts';
import type { SwitchStep } from '#flows/language/steps/switch.ts';
import { either, type Known } from '../../shape/shape.ts';
import { constantOf, isBlank } from '../../text/value-text.ts';
import type { Checking } from '../checking.ts';
import type { StepCheck } from '../step-check.ts';

/** The output of the way taken. */
export const checkSwitch: StepCheck<SwitchStep> = (step, { checking, value, list }) => {
  if (isBlank(constantOf(step.value))) checking.report('fieldNotChosen', {}, [...step.pointer, 'switch']);
  checkCases(checking, step, value(step.value));
  return either([...step.cases.map(({ steps }) => list(steps)), list(step.default)]);
};

function checkCases({ report }: Checking, step: SwitchStep, { shape }: Known): void {
  if (shape.kind !== 'text' || !shape.words) return;
  for (const { match, pointer } of step.cases) {
    if (!shape.words.includes(match))
      report(
        'neverEqual',
        { value: match, choices: shape.words.join(', '), suggestion: nearest(match, shape.words) },
        pointer,
        'key',
      );
  }
}
