import type { RepeatStep } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { SourceNode } from '../source/source-node.ts';
import { readCondition } from './read-condition.ts';
import { asObject } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { anyValue, type Reading } from './reading.ts';
import { shapes } from './shallow-shapes.ts';

/** Reads what stands under `repeat`; what has no meaning in it may be anything, with findings that say why. */
export function readRepeat(
  node: SourceNode | undefined,
  pointer: Pointer,
  reading: Reading,
): Pick<RepeatStep, 'until' | 'every' | 'atMost'> {
  const object = node && asObject(node, pointer, reading);
  if (!object) reading.lose(pointer);
  const part = object ? readShape(object, shapes.repeat, pointer, reading) : {};
  const until = readCondition(part.until, [...pointer, 'until'], reading);
  const every = readTimeSpan(part.every, [...pointer, 'every'], reading) ?? anyValue(pointer);
  const atMost = readTimeSpan(part.atMost, [...pointer, 'atMost'], reading) ?? anyValue(pointer);
  return { until, every, atMost };
}
