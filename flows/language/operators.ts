import type { Operator } from './flow.ts';

/** What the right side of a condition holds, by operator. */
export const operandOf = {
  equals: 'value',
  notEquals: 'value',
  in: 'list',
  notIn: 'list',
  contains: 'value',
  startsWith: 'text',
  endsWith: 'text',
  matches: 'pattern',
  gt: 'value',
  gte: 'value',
  lt: 'value',
  lte: 'value',
  between: 'pair',
  before: 'time',
  after: 'time',
  withinLast: 'duration',
  exists: 'none',
  empty: 'none',
  isTrue: 'none',
  isFalse: 'none',
  changed: 'none',
  changedTo: 'value',
} as const satisfies Record<Operator, string>;

/** Every operator of a condition, in the order they are offered. */
export const operators = Object.keys(operandOf) as Operator[];
