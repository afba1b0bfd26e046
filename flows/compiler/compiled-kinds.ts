import type { Step } from '#flows/language/flow.ts';
import type { StepsByKind } from '#flows/language/step-kinds.ts';
import type { StepCheck } from './2-check/step-check.ts';
import { checkAction } from './2-check/steps/action.ts';
import { checkCall } from './2-check/steps/call.ts';
import { checkForEach } from './2-check/steps/for-each.ts';
import { checkIf } from './2-check/steps/if.ts';
import { checkParallel } from './2-check/steps/parallel.ts';
import { checkRepeat } from './2-check/steps/repeat.ts';
import { checkSet } from './2-check/steps/set.ts';
import { checkStop } from './2-check/steps/stop.ts';
import { checkSwitch } from './2-check/steps/switch.ts';
import { checkTry } from './2-check/steps/try.ts';
import { checkWait } from './2-check/steps/wait.ts';
import { lowerAction } from './3-lower/lower-action.ts';
import { lowerCall } from './3-lower/lower-call.ts';
import { lowerIf } from './3-lower/lower-if.ts';
import { lowerLoop } from './3-lower/lower-loop.ts';
import { lowerParallel } from './3-lower/lower-parallel.ts';
import { lowerRepeat } from './3-lower/lower-repeat.ts';
import { lowerSet } from './3-lower/lower-set.ts';
import { lowerStop } from './3-lower/lower-stop.ts';
import { lowerSwitch } from './3-lower/lower-switch.ts';
import { lowerTry } from './3-lower/lower-try.ts';
import { lowerWait } from './3-lower/lower-wait.ts';
import type { Exit, Frame, Lowering } from './3-lower/lowering.ts';

/** Makes the states of a step of one kind in the frame; they lead to the exit. */
export type StepLowering<S extends Step> = (lowering: Lowering, step: S, frame: Frame, exit: Exit) => void;

/** What each kind of step is to the compiler. */
export const compiledKinds: {
  readonly [K in keyof StepsByKind]: { check: StepCheck<StepsByKind[K]>; lower: StepLowering<StepsByKind[K]> };
} = {
  action: { check: checkAction, lower: lowerAction },
  if: { check: checkIf, lower: lowerIf },
  switch: { check: checkSwitch, lower: lowerSwitch },
  forEach: { check: checkForEach, lower: lowerLoop },
  parallel: { check: checkParallel, lower: lowerParallel },
  repeat: { check: checkRepeat, lower: lowerRepeat },
  wait: { check: checkWait, lower: lowerWait },
  set: { check: checkSet, lower: lowerSet },
  call: { check: checkCall, lower: lowerCall },
  try: { check: checkTry, lower: lowerTry },
  stop: { check: checkStop, lower: lowerStop },
};
