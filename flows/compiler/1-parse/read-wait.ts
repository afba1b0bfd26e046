import type { WaitStep } from '#flows/language/flow.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { Report } from './problem-list.ts';
import { readCondition } from './read-condition.ts';
import { asObject, readKind } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { readValue } from './read-value.ts';
import { shapes } from './shallow-shapes.ts';
import type { SourceNode } from './source-node.ts';

/** Reads what stands under `wait`; undefined when it has no meaning, with findings that say why. */
export function readWait(node: SourceNode, pointer: Pointer, report: Report): WaitStep['wait'] | undefined {
  const object = asObject(node, pointer, report);
  const kind = object && readKind(object, ['for', 'until', 'event', 'callback'], pointer, report);
  if (!object || !kind) return undefined;
  if (kind === 'for') {
    const { whole } = readShape(object, shapes.wait.for, pointer, report);
    const time = readTimeSpan(whole?.for, [...pointer, 'for'], report);
    return time === undefined ? undefined : { kind, time };
  }
  if (kind === 'until') {
    const { whole } = readShape(object, shapes.wait.until, pointer, report);
    return whole && { kind, at: readValue(whole.until, [...pointer, 'until'], report) };
  }
  if (kind === 'callback') {
    const { part } = readShape(object, shapes.wait.callback, pointer, report);
    const at = [...pointer, kind];
    const callback = part.callback && asObject(part.callback, at, report);
    const { whole } = callback ? readShape(callback, shapes.callback, at, report) : {};
    return whole && present({ kind, timeout: readTimeSpan(whole.timeout, [...at, 'timeout'], report) });
  }
  const { whole, part } = readShape(object, shapes.wait.event, pointer, report);
  const match = part.match && readCondition(part.match, [...pointer, 'match'], report);
  if (!whole || (part.match && !match)) return undefined;
  const timeout = readTimeSpan(whole.timeout, [...pointer, 'timeout'], report);
  return present({ kind, event: whole.event, connection: whole.connection, match, timeout });
}
