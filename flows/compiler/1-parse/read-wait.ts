import type { WaitStep } from '#flows/language/flow.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { SourceNode } from '../source/source-node.ts';
import { readCondition } from './read-condition.ts';
import { asObject, readKind } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { readValue } from './read-value.ts';
import { anyValue, type Reading } from './reading.ts';
import { shapes } from './shallow-shapes.ts';

/**
 * Reads what stands under `wait`: undefined when it does not say for what; else what has no meaning in it may be
 * anything. Findings say why.
 */
export function readWait(
  node: SourceNode | undefined,
  pointer: Pointer,
  reading: Reading,
): WaitStep['wait'] | undefined {
  const object = node && asObject(node, pointer, reading);
  const read = object && readKind(object, shapes.wait, pointer, reading);
  switch (read?.kind) {
    case 'for': {
      const { for: time } = readShape(read.node, shapes.wait.for, pointer, reading);
      return { kind: 'for', time: readTimeSpan(time, [...pointer, 'for'], reading) ?? anyValue(pointer) };
    }
    case 'until': {
      const { until } = readShape(read.node, shapes.wait.until, pointer, reading);
      return { kind: 'until', at: until ? readValue(until, [...pointer, 'until'], reading) : anyValue(pointer) };
    }
    case 'callback': {
      const part = readShape(read.node, shapes.wait.callback, pointer, reading);
      const at = [...pointer, 'callback'];
      const callback = part.callback && asObject(part.callback, at, reading);
      if (!callback) reading.lose(at);
      const { timeout } = callback ? readShape(callback, shapes.callback, at, reading) : {};
      return present({ kind: 'callback' as const, timeout: readTimeSpan(timeout, [...at, 'timeout'], reading) });
    }
    case 'event': {
      const part = readShape(read.node, shapes.wait.event, pointer, reading);
      const match = part.match && readCondition(part.match, [...pointer, 'match'], reading);
      const timeout = readTimeSpan(part.timeout, [...pointer, 'timeout'], reading);
      const { event = '', connection } = part;
      return present({ kind: 'event' as const, event, connection, match, timeout });
    }
    default:
      return undefined;
  }
}
