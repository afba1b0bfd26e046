import { constant } from '#flows/compiler/asl.ts';
import { usedNames } from '#flows/expression/used-names.ts';
import type { Duration } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { WaitStep } from '#flows/language/steps/wait.ts';
import { valueText } from '../text/value-text.ts';
import { buildMatch } from '../trigger/verdict.ts';
import { askPlatform } from './ask-platform.ts';
import { durationField, waitBounds } from './duration-field.ts';
import { addState, type Exit, evaluated, type Frame, type Lowering, leave } from './lowering.ts';

/** A wait for a time or until a moment, whose value is null, or for an event, which is its value. */
export function lowerWait(lowering: Lowering, step: WaitStep, frame: Frame, exit: Exit): void {
  const { wait } = step;
  if (wait.kind === 'event') {
    const payload = eventPayload(lowering, frame, wait);
    askPlatform(lowering, step, frame, exit, { payload, waits: true, timeout: timeoutField(frame, wait.timeout) });
    return;
  }
  if (wait.kind === 'callback') {
    const timeout = timeoutField(frame, wait.timeout);
    askPlatform(lowering, step, frame, exit, { payload: { operation: 'core.callback' }, waits: true, timeout });
    return;
  }
  addState(lowering, frame, step, {
    Type: 'Wait',
    ...(wait.kind === 'for' && { Seconds: durationField(frame, wait.time, waitBounds('wait.for', 0)) }),
    ...(wait.kind === 'until' && { Timestamp: evaluated(frame, momentText(valueText(wait.at))) }),
    ...leave(lowering, frame, step, exit, 'null'),
  });
}

// Whoever judges the event does not see the run: the variables of the condition travel with it.
function eventPayload(
  lowering: Lowering,
  frame: Frame,
  { event, connection, match, timeout }: Extract<WaitStep['wait'], { kind: 'event' }>,
): JsonObject {
  const text = match && buildMatch(match, frame.calendar);
  const read = usedNames({ source: text ?? '', start: 0 });
  const names = [...Object.keys(frame.bindings), ...lowering.declared].filter((name) => read.has(name));
  const bindings = `{${names.map((name) => `"${name}": $${name}`).join(', ')}}`;
  return {
    operation: 'core.wait',
    input: { event, ...(connection !== undefined && { connection }) },
    ...(text !== undefined && { match: constant(text), bindings: evaluated(frame, bindings) }),
    ...(timeout !== undefined && { timeout: timeoutField(frame, timeout)! }),
  };
}

function timeoutField(frame: Frame, timeout: Duration | undefined): number | string | undefined {
  return timeout === undefined ? undefined : durationField(frame, timeout, waitBounds('wait.timeout', 1));
}

function momentText(value: string): string {
  const refusal = '$error("wait.until needs a date or time such as 2026-11-27T09:00, but got nothing.")';
  return `function($v) { ($at := $__time($v, "wait.until"); $exists($at) ? $fromMillis($at) : ${refusal}) }(${value})`;
}
