import type { WaitStep } from '#flows/language/flow.ts';
import { addState, type Exit, evaluated, type Frame, type Lowering, leave } from './lowering.ts';
import { milliseconds } from './operator-text.ts';
import { valueText } from './value-text.ts';

/** A wait for a time or until a moment; one that is past is over at once. Its value is null. */
export function lowerWait(lowering: Lowering, step: WaitStep, frame: Frame, exit: Exit): void {
  const { wait } = step;
  if (wait.kind === 'event') lowering.report('notRunnableYet', { what: 'wait.event' }, [...step.pointer, 'wait']);
  addState(lowering, frame, step, {
    Type: 'Wait',
    ...(wait.kind === 'for' && { Seconds: wait.seconds }),
    ...(wait.kind === 'until' && { Timestamp: evaluated(frame, momentText(valueText(wait.at))) }),
    ...leave(lowering, frame, step, exit, 'null'),
  });
}

function momentText(value: string): string {
  const refusal = '$error("wait.until is no ISO 8601 date or time: " & $string($v))';
  return `function($v) { ($ms := ${milliseconds}; $at := $ms($v); $exists($at) ? $fromMillis($at) : ${refusal}) }(${value})`;
}
