import type { Operator } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import { operandOf, operators } from '#flows/language/operators.ts';
import type { InputKind } from '../forms/input-of.ts';

const equality: Operator[] = ['equals', 'notEquals', 'in', 'notIn'];
const presence: Operator[] = ['exists', 'empty'];
const order: Operator[] = ['gt', 'gte', 'lt', 'lte', 'between'];
const times: Operator[] = ['before', 'after', 'withinLast'];
const text: Operator[] = ['contains', 'startsWith', 'endsWith', 'matches'];
const changes: Operator[] = ['changed', 'changedTo'];

const fitting: Partial<Record<InputKind, Operator[]>> = {
  text: [...equality, ...text, ...order, ...times, ...presence],
  code: [...equality, ...text, ...presence],
  choice: [...equality, ...presence],
  number: [...equality, ...order, ...times, ...presence],
  boolean: ['isTrue', 'isFalse', 'exists'],
  date: [...times, 'equals', 'notEquals', ...presence],
  moment: [...times, ...presence],
  list: ['contains', ...presence],
  choices: ['contains', ...presence],
  map: presence,
  fields: presence,
};

/**
 * The operators that make sense for a left side of some kind, undefined when nothing is known of it; the one that is
 * written is always among them. `changed` is for triggers that tell what changed.
 */
export function operatorsFor(kind: InputKind | undefined, written: string, tellsChanges: boolean): string[] {
  const usual = (kind && fitting[kind]) ?? operators.filter((op) => !changes.includes(op));
  const offered: string[] = tellsChanges ? [...usual, ...changes] : [...usual];
  return offered.includes(written) || written === '' ? offered : [written, ...offered];
}

/** What the right side of an operator holds; undefined for an operator that is none. */
export function operandFor(op: string): (typeof operandOf)[Operator] | undefined {
  return Object.hasOwn(operandOf, op) ? operandOf[op as Operator] : undefined;
}

/** The right side that another operator begins with: what was given, as far as it can be kept. */
export function rightFor(op: string, right: Json | undefined): Json | undefined {
  const first = Array.isArray(right) ? right[0] : right;
  switch (operandFor(op)) {
    case 'none':
      return undefined;
    case 'list':
      return Array.isArray(right) || isExpression(right) ? right : right === undefined || right === '' ? [] : [right];
    case 'pair':
      return Array.isArray(right) ? [right[0] ?? '', right[1] ?? ''] : [right ?? '', ''];
    case 'duration':
      return typeof first === 'string' && /^(\d+[dhms])+$/.test(first) ? first : '1d';
    default:
      return first ?? '';
  }
}

function isExpression(value: Json | undefined): boolean {
  return typeof value === 'string' && /^\{\{[\s\S]*\}\}$/.test(value);
}
