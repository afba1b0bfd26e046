import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import { either, listOf, mayBe, objectOf, shapeWords } from '../../shape/shape.ts';
import { constantOf } from '../../text/value-text.ts';
import { itemOf } from '../field-of.ts';
import { runInLoop } from '../run-in-loop.ts';
import { failed } from '../scope.ts';
import type { StepCheck } from '../step-check.ts';

/** `{ results }`: the outputs of the last step, one for each item. */
export const checkForEach: StepCheck<ForEachStep> = (step, { checking, value, list }) => {
  const items = value(step.items);
  const constant = constantOf(step.items);
  if (Array.isArray(constant) && constant.length === 0)
    checking.report('listNotChosen', {}, [...step.pointer, 'forEach']);
  if (!mayBe(items.shape, 'list', 'null'))
    checking.report('notAList', { actual: shapeWords(items.shape) }, [...step.pointer, 'forEach']);
  const result = list(step.steps, {
    [step.as]: { ...itemOf(items), missing: false },
    run: runInLoop(checking, step),
  });
  const results = step.onItemError === 'continue' ? either([result, failed]) : result;
  return objectOf({ results: listOf(results.shape) });
};
