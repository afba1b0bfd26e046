import { AwsError } from '../../aws-error.ts';
import type { Shape, StructureShape } from './shape.ts';
import { flag, listOf, mapOf, text } from './shape.ts';

const bytes = 'bytes';

const valueMembers: Record<string, Shape | typeof bytes> = {
  S: text,
  N: text,
  B: bytes,
  BOOL: flag,
  NULL: flag,
  SS: listOf(text),
  NS: listOf(text),
};

/**
 * The members of a request that its shape knows and that are not null. Throws SerializationException, as AWS does, when
 * one is of another JSON type.
 */
export function checkTypes(input: object, shape: StructureShape): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const name in shape.members) {
    const given = (input as Record<string, unknown>)[name];
    if (given !== undefined && given !== null) taken[name] = take(given, shape.members[name]!);
  }
  return taken;
}

function take(given: unknown, shape: Shape): unknown {
  switch (shape.type) {
    case 'text':
      return takeScalar(given, 'string', 'String');
    case 'integer':
      return Math.trunc(takeScalar(given, 'number', 'Integer') as number);
    case 'boolean':
      return takeScalar(given, 'boolean', 'Boolean');
    case 'list':
      return takeList(given).map((each) => take(each, shape.of));
    case 'map': {
      const type = shape.name.includes('.') ? shape.name : `com.amazonaws.dynamodb.v20120810.${shape.name}`;
      return takeMap(given, `java.util.Map<java.lang.String, ${type}>`, (each) => take(each, shape.of));
    }
    case 'structure':
      if (!isObject(given)) throw Array.isArray(given) ? wrong('Unrecognized collection type') : unexpected();
      return checkTypes(given as object, shape);
    case 'value':
      return takeValue(given);
  }
}

function takeList(given: unknown): unknown[] {
  if (!Array.isArray(given)) throw isObject(given) ? misplaced() : wrong('Unexpected field type');
  return given.filter((each) => each !== null);
}

function takeMap(given: unknown, type: string, each: (value: unknown) => unknown): object {
  if (Array.isArray(given)) throw wrong(`Unrecognized collection type ${type}`);
  if (!isObject(given)) throw wrong('Unexpected field type');
  const map = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(given as object)) if (value !== null) map[key] = each(value);
  return map;
}

function takeValue(given: unknown): object {
  if (Array.isArray(given)) {
    throw wrong('Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue');
  }
  if (!isObject(given)) throw unexpected();
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(given as object)) {
    if (member === null) continue;
    const shape = Object.hasOwn(valueMembers, name) ? valueMembers[name] : undefined;
    if (shape === bytes) value[name] = takeBytes(member);
    else if (shape) value[name] = take(member, shape);
    else if (name === 'BS') value[name] = takeList(member).map(takeBytes);
    else if (name === 'L') value[name] = takeList(member).map(takeValue);
    else if (name === 'M') value[name] = take(member, mapOf({ type: 'value' }, 'AttributeValue'));
  }
  return value;
}

function takeBytes(given: unknown): string {
  if (isObject(given)) throw misplaced();
  if (Array.isArray(given)) throw wrong('Unrecognized collection type class java.nio.ByteBuffer');
  if (typeof given !== 'string') throw wrong('only base-64-encoded strings are convertible to bytes');
  if (given.length % 4) {
    throw wrong(`Base64 encoded length is expected a multiple of 4 bytes but found: ${given.length}`);
  }
  if (Buffer.from(given, 'base64').toString('base64') !== given) {
    throw wrong('Invalid last non-pad Base64 character dectected');
  }
  return given;
}

function takeScalar(given: unknown, type: 'string' | 'number' | 'boolean', name: string): unknown {
  if (typeof given === type) return given;
  if (Array.isArray(given)) throw wrong(`Unrecognized collection type class java.lang.${name}`);
  if (isObject(given)) throw misplaced();
  const shown =
    typeof given === 'boolean'
      ? `${String(given).toUpperCase()}_VALUE`
      : typeof given === 'string'
        ? 'STRING_VALUE'
        : Number.isInteger(given)
          ? 'NUMBER_VALUE'
          : 'DECIMAL_VALUE';
  throw wrong(
    name === 'Boolean' && typeof given === 'string'
      ? 'Unexpected token received from parser'
      : `${shown} cannot be converted to ${name}`,
  );
}

function isObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function misplaced(): AwsError {
  return wrong('Start of structure or map found where not expected');
}

function unexpected(): AwsError {
  return wrong('Unexpected value type in payload');
}

function wrong(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
