import { jsonata, type States } from '#flows/compiler/asl.ts';
import type { Step } from '#flows/language/flow.ts';
import { addState, type Exit, type Frame, type Lowering } from './lowering.ts';

/** A scope inside `frame`, with states and variables of its own. */
export function innerFrame(frame: Frame): Frame {
  return { ...frame, states: {}, outermost: false, counters: [] };
}

/** A branch of a Parallel: its output is the value of its last step when `wanted`, else null. */
export function lowerBranch(
  lowering: Lowering,
  step: Step,
  frame: Frame,
  wanted: boolean,
  fill: (inner: Frame, exit: Exit) => string | undefined,
  suffix = 'nothing',
): { StartAt: string; States: States } {
  const inner = innerFrame(frame);
  const entry =
    fill(inner, { takes: [], wanted }) ??
    addState(lowering, inner, step, { Type: 'Pass', Output: jsonata('null'), End: true }, { suffix, role: 'helper' });
  return { StartAt: entry, States: inner.states };
}
