import { constant, jsonata } from '#flows/compiler/asl.ts';
import type { Value } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import { anything, type Known } from '../shape/shape.ts';
import { constantOf } from '../text/value-text.ts';
import { inputText } from './input-text.ts';
import { evaluated, type Frame } from './lowering.ts';

/** The field that names a step in its run: `lines[0]/tell`. */
export function pathField(frame: Frame, id: string): string {
  return frame.path.text === undefined
    ? `${frame.path.static}${id}`
    : jsonata(`${frame.path.text} & ${JSON.stringify(id)}`);
}

/** The field that holds what a step is given; `expected` is what is known of what it takes. */
export function inputField(frame: Frame, input: Value, expected: Known = anything): Json {
  const known = constantOf(input);
  return known === undefined ? evaluated(frame, inputText(input, expected)) : constant(known);
}
