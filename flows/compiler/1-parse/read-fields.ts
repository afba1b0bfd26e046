import type { z } from 'zod';
import type { DocumentParts } from '#flows/language/document-parts.ts';
import type { FieldReader, NamedSteps } from '#flows/language/field-reader.ts';
import type { Condition, Duration, ObjectValue, Step, Value } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { childOf, type ObjectNode, type SourceNode } from '../source/source-node.ts';
import { readCondition } from './read-condition.ts';
import { asObject, readKind } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { readInputs, readValue } from './read-value.ts';
import { anyValue, type Reading } from './reading.ts';
import { shallow } from './shallow-shapes.ts';

/** Reads a list of steps, and named ones; `whole` is what is without a meaning when they are. */
export interface StepsReader {
  list(node: SourceNode, pointer: Pointer, reading: Reading): Step[];
  named(node: SourceNode | undefined, pointer: Pointer, whole: Pointer, reading: Reading): NamedSteps[];
}

/** The fields of one object of a document, read one by one. */
export class Fields implements FieldReader {
  /** Every field as it is written, what is nested unread. */
  readonly part: Readonly<Record<string, unknown>>;
  private readonly node: ObjectNode;
  private readonly pointer: Pointer;
  private readonly reading: Reading;
  private readonly stepsReader: StepsReader;

  constructor(node: ObjectNode, shape: z.ZodObject, pointer: Pointer, reading: Reading, stepsReader: StepsReader) {
    this.node = node;
    this.pointer = pointer;
    this.reading = reading;
    this.stepsReader = stepsReader;
    this.part = readShape(node, shape, pointer, reading);
  }

  steps(field: string): Step[] {
    const node = this.nested(field);
    return node ? this.stepsReader.list(node, this.at(field), this.reading) : [];
  }

  branches(field: string): NamedSteps[] {
    return this.stepsReader.named(this.nested(field), this.at(field), this.pointer, this.reading);
  }

  condition(field: string): Condition {
    return readCondition(this.nested(field), this.at(field), this.reading);
  }

  optionalCondition(field: string): Condition | undefined {
    return this.nested(field) && this.condition(field);
  }

  value(field: string): Value {
    return this.optionalValue(field) ?? anyValue(this.at(field));
  }

  optionalValue(field: string): Value | undefined {
    const node = this.nested(field);
    return node && readValue(node, this.at(field), this.reading);
  }

  values(field: string): ObjectValue {
    return readInputs(this.nested(field), this.at(field), this.reading);
  }

  neededValues(field: string): ObjectValue {
    if (this.nested(field)?.kind !== 'object') this.reading.leaveOut(this.pointer);
    return this.values(field);
  }

  timeSpan(field: string): Duration {
    return this.optionalTimeSpan(field) ?? anyValue(this.pointer);
  }

  optionalTimeSpan(field: string): Duration | undefined {
    return readTimeSpan(this.text(field), this.at(field), this.reading);
  }

  text(field: string): string | undefined {
    return this.part[field] as string | undefined;
  }

  written(field: string, otherwise: string): string {
    const node = childOf(this.node, field);
    return node ? writtenName(node) : otherwise;
  }

  inner(field: string, shape: (parts: DocumentParts) => z.ZodObject): FieldReader {
    const node = this.nested(field);
    const at = this.at(field);
    const object = node && asObject(node, at, this.reading);
    if (object) return new Fields(object, shallow(shape), at, this.reading, this.stepsReader);
    this.reading.lose(at);
    const { start, end } = this.node;
    const nothing: ObjectNode = { kind: 'object', entries: [], start, end };
    return new Fields(nothing, shallow(shape).partial(), at, this.reading, this.stepsReader);
  }

  oneOf<K extends string>(
    field: string,
    shapes: (parts: DocumentParts) => Record<K, z.ZodObject>,
  ): { kind: K; fields: FieldReader } | undefined {
    const node = this.nested(field);
    const at = this.at(field);
    const object = node && asObject(node, at, this.reading);
    const kinds = shallow(shapes);
    const read = object && readKind(object, kinds, at, this.reading);
    if (!read) return undefined;
    return { kind: read.kind, fields: new Fields(read.node, kinds[read.kind], at, this.reading, this.stepsReader) };
  }

  private nested(field: string): SourceNode | undefined {
    return this.part[field] as SourceNode | undefined;
  }

  private at(field: string): Pointer {
    return [...this.pointer, field];
  }
}

/** A name as it is written, even where it is none that an expression could say: it is no other one. */
export function writtenName(node: SourceNode): string {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
}
