import { parseDuration } from '#flows/language/duration.ts';
import type { Duration } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { fromJson } from '../source/source-node.ts';
import { readValue } from './read-value.ts';
import type { Reading } from './reading.ts';

/** Reads a duration, or text with expressions that give one; undefined when nothing is written. */
export function readTimeSpan(text: string | undefined, pointer: Pointer, reading: Reading): Duration | undefined {
  if (text === undefined) return undefined;
  return parseDuration(text) ?? readValue(fromJson(text), pointer, reading);
}
