import type { Duration } from '#flows/language/flow.ts';
import { valueText } from '../text/value-text.ts';
import { evaluated, type Frame } from './lowering.ts';

/** Which seconds may come out, what is added to them, and by what they are then multiplied. */
export interface Bounds {
  /** Name of the field in the words of the flow, for its error: `wait.for`. */
  field: string;
  least: number;
  most: number;
  plus?: number;
  times?: number;
}

/** Seconds that Step Functions can wait, https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
const longestWait = 99_999_999;

/** The bounds of the time that a step waits. */
export function waitBounds(field: string, least: number): Bounds {
  return { field, least, most: longestWait };
}

/** A duration as the field of a state, in whole seconds: a number when it is written in the flow, else JSONata. */
export function durationField(frame: Frame, duration: Duration, bounds: Bounds): number | string {
  const { least, most, plus = 0, times = 1 } = bounds;
  if (typeof duration === 'number') return (Math.min(Math.max(duration, least), most) + plus) * times;
  const sum = plus === 0 ? '' : ` + ${plus}`;
  return evaluated(frame, `(${secondsText(duration, bounds)}${sum})${times === 1 ? '' : ` * ${times}`}`);
}

/** JSONata of a duration in whole seconds within its bounds; what is no duration is an error that names the field. */
export function secondsText(duration: Duration, { field, least, most }: Bounds): string {
  if (typeof duration === 'number') return String(Math.min(Math.max(duration, least), most));
  const refusal = `$error("${field} is no duration such as 15m and no number of seconds: " & $string($v))`;
  return `function($v) { (${[
    '$units := {"d": 86400, "h": 3600, "m": 60, "s": 1}',
    '$parts := $type($v) = "string" ? $match($v, /[0-9]+[dhms]/).match',
    '$written := $type($v) = "string" and $v != "" and $contains($v, /^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,8}m)?([0-9]{1,9}s)?$/)',
    '$s := $type($v) = "number" ? $v : $written ? $sum($map($parts, function($p) { $number($substring($p, 0, $length($p) - 1)) * $lookup($units, $substring($p, $length($p) - 1)) }))',
    `$exists($s) ? $min([$max([$ceil($s), ${least}]), ${most}]) : ${refusal}`,
  ].join('; ')}) }(${valueText(duration)})`;
}
