import type { z } from 'zod';
import type { DocumentParts } from './document-parts.ts';
import type { Condition, Duration, ObjectValue, Step, Value } from './flow.ts';
import type { Pointer } from './problem.ts';

/** Steps under a name. */
export interface NamedSteps {
  name: string;
  steps: Step[];
  pointer: Pointer;
}

/**
 * Reads the fields of one object of a document as what they are. What is missing that must be there, or has no meaning,
 * may be anything: findings say why.
 */
export interface FieldReader {
  /** A list of steps; none when nothing is written. */
  steps(field: string): Step[];
  branches(field: string): NamedSteps[];
  condition(field: string): Condition;
  /** Undefined when nothing is written. */
  optionalCondition(field: string): Condition | undefined;
  value(field: string): Value;
  optionalValue(field: string): Value | undefined;
  /** Named values; none when nothing is written. */
  values(field: string): ObjectValue;
  /** The same of what a step is nothing without. */
  neededValues(field: string): ObjectValue;
  timeSpan(field: string): Duration;
  optionalTimeSpan(field: string): Duration | undefined;
  /** A name as it is written, even where it is none that an expression could say. */
  written(field: string, otherwise: string): string;
  /** The object in a field. */
  inner(field: string, shape: (parts: DocumentParts) => z.ZodObject): FieldReader;
  /** The object in a field, and which of some kinds it is; undefined when that is not told. */
  oneOf<K extends string>(
    field: string,
    shapes: (parts: DocumentParts) => Record<K, z.ZodObject>,
  ): { kind: K; fields: FieldReader } | undefined;
  /** A field that holds text. */
  text(field: string): string | undefined;
}
