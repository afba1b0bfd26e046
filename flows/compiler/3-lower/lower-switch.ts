import type { SwitchStep } from '#flows/language/steps/switch.ts';
import { valueText } from '../text/value-text.ts';
import { addState, type Exit, evaluated, type Frame, jump, type Lowering, pathExit } from './lowering.ts';

/** A switch: one Choice that compares the value, as text, with the name of each case. */
export function lowerSwitch(lowering: Lowering, step: SwitchStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const path = pathExit(lowering, step.id, exit);
  const pathTo = (entry: string | undefined) =>
    entry === undefined ? jump(lowering, frame, step, path, 'null') : { Next: entry };
  const text = `function($v) { $type($v) = "string" ? $v : $string($v) }(${valueText(step.value)})`;
  const Choices = step.cases.map(({ match, steps }) => ({
    Condition: evaluated(frame, `(${text} = ${JSON.stringify(match)})`),
    ...pathTo(lowering.list(steps, frame, path)),
  }));
  const { Next, ...rest } = pathTo(lowering.list(step.default, frame, path));
  Object.assign(state, { Type: 'Choice', Choices, Default: Next, ...rest });
}
