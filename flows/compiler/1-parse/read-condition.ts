import type { z } from 'zod';
import type { Condition, Operator } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import { fromJson, type ObjectNode, type SourceNode, toJson } from '../source/source-node.ts';
import { asObject, readKind } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readValue } from './read-value.ts';
import { anyValue, beginReading, type Reading } from './reading.ts';
import { shapes } from './shallow-shapes.ts';

/** Reads a condition; what has no meaning in it may be anything, with findings that say why. */
export function readCondition(node: SourceNode | undefined, pointer: Pointer, reading: Reading): Condition {
  const object = node && asObject(node, pointer, reading);
  const read = object && readKind(object, shapes.condition, pointer, reading);
  if (!read) return lost(pointer, reading);
  const { kind, node: meant } = read;
  if (kind === 'left') return readComparison(meant, pointer, reading);
  const part = readShape<z.ZodObject>(meant, shapes.condition[kind], pointer, reading);
  const inner = part[kind] as SourceNode | undefined;
  if (!inner) return lost(pointer, reading);
  const place = [...pointer, kind];
  if (kind === 'not') return { kind, of: readCondition(inner, place, reading), pointer };
  return kind === 'expr' ? readExpression(inner, pointer, reading) : readGroup(kind, inner, pointer, reading);
}

function readGroup(kind: 'all' | 'any', node: SourceNode, pointer: Pointer, reading: Reading): Condition {
  const place = [...pointer, kind];
  if (node.kind !== 'list') {
    reading.report('wrongType', { expected: '@list', actual: typeWord(toJson(node)) }, place);
    return lost(pointer, reading);
  }
  if (node.items.length === 0) {
    reading.report('tooFew', { limit: 1 }, place);
    return lost(pointer, reading);
  }
  return { kind, of: node.items.map((item, index) => readCondition(item, [...place, index], reading)), pointer };
}

function readExpression(node: SourceNode, pointer: Pointer, reading: Reading): Condition {
  const place = [...pointer, 'expr'];
  const value = readValue(node, place, reading);
  if (value.kind === 'expression') return { kind: 'expression', expression: value.expression, pointer };
  reading.report('expressionExpected', {}, place);
  return lost(pointer, reading);
}

function lost(pointer: Pointer, reading: Reading): Condition {
  reading.lose(pointer);
  return anyValue(pointer);
}

function readComparison(node: ObjectNode, pointer: Pointer, reading: Reading): Condition {
  const part = readShape(node, shapes.condition.left, pointer, reading);
  const left = part.left ? readValue(part.left, [...pointer, 'left'], reading) : anyValue(pointer);
  const right = part.right && readValue(part.right, [...pointer, 'right'], reading);
  // Of an operator that is none, both sides are worth a look.
  if (!part.op) return { kind: 'compare', left, op: 'equals', right: right ?? anyValue(pointer), pointer };
  return { kind: 'compare', left, op: part.op as Operator, ...(right && { right }), pointer };
}

/** Reads a condition that is no part of a text, such as one that a connector's `filter` made. */
export function parseCondition(document: Json): { condition?: Condition; problems: Problem[] } {
  const { reading, found } = beginReading((pointer) => ({ pointer }));
  const condition = readCondition(fromJson(document), [], reading);
  return { ...(found.whole && { condition }), problems: found.problems };
}
