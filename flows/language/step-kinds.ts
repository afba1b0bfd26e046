import type { StepKind } from './step-kind.ts';
import { type ActionStep, action } from './steps/action.ts';
import { type CallStep, call } from './steps/call.ts';
import { type ForEachStep, forEach } from './steps/for-each.ts';
import { type IfStep, ifKind } from './steps/if.ts';
import { type ParallelStep, parallel } from './steps/parallel.ts';
import { type RepeatStep, repeat } from './steps/repeat.ts';
import { type SetStep, set } from './steps/set.ts';
import { type StopStep, stop } from './steps/stop.ts';
import { type SwitchStep, switchKind } from './steps/switch.ts';
import { type TryStep, tryKind } from './steps/try.ts';
import { type WaitStep, wait } from './steps/wait.ts';

/** The steps there are, by their kinds. */
export interface StepsByKind {
  action: ActionStep;
  if: IfStep;
  switch: SwitchStep;
  forEach: ForEachStep;
  parallel: ParallelStep;
  repeat: RepeatStep;
  wait: WaitStep;
  set: SetStep;
  call: CallStep;
  try: TryStep;
  stop: StopStep;
}

/** What the language says of each kind of step, in the order in which people are told of them. */
export const stepKinds: { readonly [K in keyof StepsByKind]: StepKind<StepsByKind[K]> } = {
  action,
  if: ifKind,
  switch: switchKind,
  forEach,
  parallel,
  repeat,
  wait,
  set,
  call,
  try: tryKind,
  stop,
};
