import type { z } from 'zod';
import type { Condition } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import { collectProblems, type Report } from './problem-list.ts';
import { asObject, readKind } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readValue } from './read-value.ts';
import { shapes } from './shallow-shapes.ts';
import { fromJson, type ObjectNode, type SourceNode, toJson } from './source-node.ts';

/** Reads a condition; undefined when it has no meaning, with findings that say why. */
export function readCondition(node: SourceNode, pointer: Pointer, report: Report): Condition | undefined {
  const object = asObject(node, pointer, report);
  const kind = object && readKind(object, ['all', 'any', 'not', 'expr', 'left'], pointer, report);
  if (!object || !kind) return undefined;
  if (kind === 'left') return readComparison(object, pointer, report);
  const { part } = readShape<z.ZodObject>(object, shapes.condition[kind], pointer, report);
  const inner = part[kind] as SourceNode | undefined;
  if (!inner) return undefined;
  const place = [...pointer, kind];
  if (kind === 'not') {
    const of = readCondition(inner, place, report);
    return of && { kind, of, pointer };
  }
  return kind === 'expr' ? readExpression(inner, pointer, report) : readGroup(kind, inner, pointer, report);
}

function readGroup(kind: 'all' | 'any', node: SourceNode, pointer: Pointer, report: Report): Condition | undefined {
  const place = [...pointer, kind];
  if (node.kind !== 'list') {
    report('wrongType', { expected: '@list', actual: typeWord(toJson(node)) }, place);
    return undefined;
  }
  if (node.items.length === 0) report('tooFew', { limit: 1 }, place);
  const read = node.items.map((item, index) => readCondition(item, [...place, index], report));
  const of = read.filter((condition) => condition !== undefined);
  return of.length > 0 && of.length === read.length ? { kind, of, pointer } : undefined;
}

function readExpression(node: SourceNode, pointer: Pointer, report: Report): Condition | undefined {
  const place = [...pointer, 'expr'];
  const value = readValue(node, place, report);
  if (value.kind === 'expression') return { kind: 'expression', expression: value.expression, pointer };
  report('expressionExpected', {}, place);
  return undefined;
}

function readComparison(node: ObjectNode, pointer: Pointer, report: Report): Condition | undefined {
  const { whole, part } = readShape(node, shapes.condition.left, pointer, report);
  const left = part.left && readValue(part.left, [...pointer, 'left'], report);
  const right = part.right && readValue(part.right, [...pointer, 'right'], report);
  return whole && left && { kind: 'compare', left, op: whole.op, ...(right && { right }), pointer };
}

/** Reads a condition that is no part of a text, such as one that a connector's `filter` made. */
export function parseCondition(document: Json): { condition?: Condition; problems: Problem[] } {
  const { problems, report } = collectProblems((pointer) => ({ pointer }));
  const condition = readCondition(fromJson(document), [], report);
  return { ...(condition && { condition }), problems };
}
