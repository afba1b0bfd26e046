import type { RepeatStep } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { Report } from './problem-list.ts';
import { readCondition } from './read-condition.ts';
import { asObject } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { shapes } from './shallow-shapes.ts';
import type { SourceNode } from './source-node.ts';

/** Reads what stands under `repeat`; undefined when it has no meaning, with findings that say why. */
export function readRepeat(
  node: SourceNode,
  pointer: Pointer,
  report: Report,
): Pick<RepeatStep, 'until' | 'every' | 'atMost'> | undefined {
  const object = asObject(node, pointer, report);
  if (!object) return undefined;
  const { whole, part } = readShape(object, shapes.repeat, pointer, report);
  const until = part.until && readCondition(part.until, [...pointer, 'until'], report);
  const every = readTimeSpan(whole?.every, [...pointer, 'every'], report);
  const atMost = readTimeSpan(whole?.atMost, [...pointer, 'atMost'], report);
  return until && every !== undefined && atMost !== undefined ? { until, every, atMost } : undefined;
}
