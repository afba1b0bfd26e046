import type { CallStep } from '#flows/language/steps/call.ts';
import { askPlatform } from './ask-platform.ts';
import { durationField, waitBounds } from './duration-field.ts';
import type { Exit, Frame, Lowering } from './lowering.ts';
import { inputField } from './step-path.ts';

/** A call: one task that starts the other flow; its value is `{ run }`, or `{ run, output }` once the called run ended. */
export function lowerCall(lowering: Lowering, step: CallStep, frame: Frame, exit: Exit): void {
  const payload = { operation: 'core.call', call: step.flow, input: inputField(frame, step.with) };
  const timeout = step.timeout === undefined ? undefined : durationField(frame, step.timeout, waitBounds('timeout', 1));
  askPlatform(lowering, step, frame, exit, { payload, waits: step.await, timeout });
}
