import type { State } from '#flows/compiler/asl.ts';
import type { StopStep } from '#flows/language/steps/stop.ts';
import { stopError } from '../text/error-text.ts';
import { valueText } from '../text/value-text.ts';
import { addState, evaluated, type Frame, type Lowering } from './lowering.ts';

/** A stop: the end of the run from wherever it stands. */
export function lowerStop(lowering: Lowering, step: StopStep, frame: Frame): void {
  addState(lowering, frame, step, stopState(step, frame));
}

// Inside a loop, a branch or a try only an error can end what is around it; the run reads its cause.
function stopState(step: StopStep, frame: Frame): State {
  const output = step.output && valueText(step.output, 'null');
  if (step.outcome === 'succeeded' && frame.outermost) {
    return { Type: 'Succeed', Output: evaluated(frame, output ?? 'null') };
  }
  const message = step.message ? `function($v) { $v = null ? "" : $v }(${valueText(step.message)}) & ""` : '""';
  const members = [
    ...(output === undefined ? [] : [`"output": ${output}`]),
    ...(step.outcome === 'failed'
      ? [`"error": {"code": "Stopped", "message": ${message}, "step": ${JSON.stringify(step.id)}}`]
      : []),
  ];
  const known = members.length > 0 ? members : ['"output": null'];
  return { Type: 'Fail', Error: stopError, Cause: evaluated(frame, causeText(`{${known.join(', ')}}`)) };
}

/** Characters of a cause that Step Functions takes. */
const longestCause = 32_000;

function causeText(told: string): string {
  const refusal = `$error("stop.output is too large: a stop that must end a loop, a branch or a failed run carries 32 KB")`;
  return `($t := $string(${told}); $length($t) > ${longestCause} ? ${refusal} : $t)`;
}
