import type { SetStep } from '#flows/language/steps/set.ts';
import { type Known, nullValue, objectOf, oneOf } from '../../shape/shape.ts';
import { mayCollapse } from '../may-collapse.ts';
import type { StepCheck } from '../step-check.ts';

/** The values under their names. */
export const checkSet: StepCheck<SetStep> = (step, { checking, value }) => {
  const fields = step.values.map(({ name, value: of }): [string, Known] => {
    const known = value(of);
    if (of.kind === 'expression' && mayCollapse(of.expression.source, known.shape)) {
      checking.report('listMayCollapse', {}, of.pointer);
    }
    return [name, orNull(known)];
  });
  return objectOf(Object.fromEntries(fields));
};

// A value without a result is remembered as null.
function orNull({ shape, missing }: Known): Known {
  return missing ? { shape: oneOf([shape, nullValue.shape]), missing: false } : { shape, missing };
}
