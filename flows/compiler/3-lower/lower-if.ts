import type { IfStep } from '#flows/language/steps/if.ts';
import { conditionText } from '../text/condition-text.ts';
import { addState, type Exit, evaluated, type Frame, jump, type Lowering, pathExit } from './lowering.ts';

/** An if: one Choice. Its value is that of the last step of the path taken, null when the path is empty. */
export function lowerIf(lowering: Lowering, step: IfStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const path = pathExit(lowering, step.id, exit);
  const then = lowering.list(step.then, frame, path);
  const otherwise = lowering.list(step.else, frame, path);
  const { Next: Default, ...rest } = pathTo(otherwise);
  Object.assign(state, {
    Type: 'Choice',
    Choices: [{ Condition: evaluated(frame, conditionText(step.condition)), ...pathTo(then) }],
    Default,
    ...rest,
  });

  function pathTo(entry: string | undefined) {
    return entry === undefined ? jump(lowering, frame, step, path, 'null') : { Next: entry };
  }
}
