import type { JsonObject } from '#flows/language/json.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import { chipsOf } from './chip.ts';
import { withChange } from './fitting-changes.ts';
import { follow } from './follow-schema.ts';
import type { Key, Scalar } from './formula.ts';
import { valueIn } from './value-in.ts';
import { inBraces } from './write-formula.ts';

/** A field of a step, and what stands in it from now on. */
export interface FieldText {
  /** Below the step. */
  field: Pointer;
  value: string;
}

/**
 * The field of a finding that its value may be missing, with a stand-in; undefined for other findings, and where the
 * value is no plain use of data. `step` is the step as its author wrote it, `place` where it is in the document,
 * `expected` the schema of its inputs, `words` what stands in for text.
 */
export function withStandIn(
  { code, pointer }: Pick<Problem, 'code' | 'pointer'>,
  step: JsonObject,
  place: Pointer,
  expected: JsonSchema,
  words: string,
): FieldText | undefined {
  if (code !== 'mayBeMissing') return undefined;
  const field = pointer.slice(place.length);
  const text = valueIn(step, field);
  const [chip, ...more] = typeof text === 'string' ? chipsOf(text) : [];
  if (!chip?.formula || more.length > 0 || chip.to - chip.from !== String(text).length) return undefined;
  const value = standIn(expected, field.slice(1), words);
  return { field, value: inBraces(withChange(chip.formula, { do: 'default', value })) };
}

/** A value that fits where one is expected. */
function standIn(expected: JsonSchema, way: readonly Key[], words: string): Scalar {
  const [schema] = follow(expected, way);
  const [choice] = schema?.enum ?? [];
  if (typeof choice === 'string') return choice;
  if (schema?.type === 'number' || schema?.type === 'integer') return 0;
  return schema?.type === 'boolean' ? false : words;
}
