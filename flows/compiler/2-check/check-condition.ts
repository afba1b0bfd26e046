import { parseDuration } from '#flows/language/duration.ts';
import type { Condition } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import { nearest } from '#flows/language/nearest.ts';
import { numberOf } from '#flows/language/number-text.ts';
import { operandOf } from '#flows/language/operators.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { type Known, mayBe, type Shape, shapeWords } from '../shape/shape.ts';
import { constantOf, isBlank } from '../text/value-text.ts';
import { checkExpression, checkValue, type Where } from './check-value.ts';
import type { Checking } from './checking.ts';
import { fieldOf } from './field-of.ts';
import { isTime } from './iso-time.ts';
import { patternOf } from './pattern.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>;

/** Checks the values of a condition, and whether its operators make sense for them. */
export function checkCondition(checking: Checking, condition: Condition, where: Where): void {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const each of condition.of) checkCondition(checking, each, where);
      break;
    case 'not':
      checkCondition(checking, condition.of, where);
      break;
    case 'expression':
      checkExpression(checking, condition.expression, where);
      break;
    case 'compare':
      checkComparison(checking, condition, where);
  }
}

function checkComparison(checking: Checking, condition: Comparison, where: Where): void {
  const { left, op, right } = condition;
  const known = checkValue(checking, left, where);
  if (isBlank(constantOf(left))) checking.report('fieldNotChosen', {}, left.pointer);
  else checkLeft(checking, condition, known, where);
  const operand = operandOf[op];
  if (operand === 'none') {
    if (right) checking.report('unneededOperand', { op }, right.pointer, 'key');
  } else if (right) {
    const constant = constantOf(right);
    const given = checkValue(checking, right, where);
    if (isUnfinished(checking, condition, right, constant)) return;
    checkRight(checking, condition, right, constant, given);
    checkWords(checking, condition, known.shape, constant);
    checkOrder(checking, condition, known.shape, constant);
    checkMarks(checking, condition, known.shape, constant);
  } else if (!checking.isLost(condition.pointer)) {
    checking.report('missingOperand', { op }, condition.pointer);
  }
}

type Operators = readonly Comparison['op'][];

const ofOrder: Operators = ['gt', 'gte', 'lt', 'lte', 'between'];
const ofTime: Operators = ['before', 'after', 'withinLast'];
const ofEquality: Operators = ['equals', 'notEquals', 'in', 'notIn'];

/** The values on the right that are written in so many words, one by one where they are a list, and where each stands. */
function constantsOf({ pointer }: Comparison['left'], constant: Json | undefined): { value: Json; pointer: Pointer }[] {
  if (constant === undefined) return [];
  if (!Array.isArray(constant)) return [{ value: constant, pointer }];
  return constant.map((value, index) => ({ value, pointer: [...pointer, index] }));
}

/** Reports the values on the right that are still to be filled; whether there are any. */
function isUnfinished(
  { report }: Checking,
  { op }: Comparison,
  right: Comparison['left'],
  constant: Json | undefined,
): boolean {
  // An empty text says nothing about order, and it is no time.
  if (!ofOrder.includes(op) && !ofTime.includes(op)) return false;
  const blanks = constantsOf(right, constant).filter(({ value }) => isBlank(value));
  for (const { pointer } of blanks) report('valueNotGiven', { op }, pointer);
  return blanks.length > 0;
}

/** What the left side must be for the operator ever to hold. */
const leftKinds: Partial<Record<Comparison['op'], Shape['kind'][]>> = {
  startsWith: ['text'],
  endsWith: ['text'],
  matches: ['text'],
  contains: ['text', 'list'],
  gt: ['number', 'text'],
  gte: ['number', 'text'],
  lt: ['number', 'text'],
  lte: ['number', 'text'],
  between: ['number', 'text'],
  before: ['text', 'number'],
  after: ['text', 'number'],
  withinLast: ['text', 'number'],
  isTrue: ['boolean'],
  isFalse: ['boolean'],
};

function checkLeft(checking: Checking, { left, op }: Comparison, { shape }: Known, { scope }: Where): void {
  if (op === 'changed' || op === 'changedTo') {
    const trigger = scope.get('trigger');
    if (trigger && fieldOf(trigger, 'changed').doubt === 'absent') {
      checking.report('changedNotOffered', { trigger: checking.flow.trigger.use }, left.pointer);
    } else if (left.kind !== 'expression' && typeof constantOf(left) !== 'string') {
      checking.report('changedNeedsField', { op }, left.pointer);
    }
    return;
  }
  const constant = ofTime.includes(op) ? constantOf(left) : undefined;
  if (typeof constant === 'string' && !isTime(constant)) {
    checking.report('invalidTime', { value: constant }, left.pointer);
  }
  const kinds = leftKinds[op];
  if (kinds && !mayBe(shape, ...kinds)) {
    const expected = kinds.map((kind) => `@${kind}`).join('|');
    checking.report('wrongType', { expected, actual: shapeWords(shape) }, left.pointer);
  }
}

function checkRight(
  { report, isPattern }: Checking,
  { op }: Comparison,
  { pointer, kind }: Comparison['left'],
  constant: Json | undefined,
  { shape }: Known,
): void {
  const expect = (...kinds: Shape['kind'][]) => {
    const expected = kinds.map((each) => `@${each}`).join('|');
    if (!mayBe(shape, ...kinds)) report('wrongType', { expected, actual: shapeWords(shape) }, pointer);
  };
  switch (operandOf[op]) {
    case 'text':
      expect('text');
      break;
    case 'list':
      expect('list');
      break;
    case 'pair':
      expect('list');
      if (Array.isArray(constant) && constant.length !== 2) report('pairNeeded', {}, pointer);
      break;
    case 'time':
      expect('text', 'number');
      if (typeof constant === 'string' && !isTime(constant)) report('invalidTime', { value: constant }, pointer);
      break;
    case 'pattern':
      if (kind === 'expression' || kind === 'text') report('constantNeeded', { op }, pointer);
      else expect('text');
      if (typeof constant === 'string') {
        const literal = patternOf(constant);
        if (!literal || !isPattern(literal, pointer)) report('patternNotSupported', { pattern: constant }, pointer);
      }
      break;
    case 'duration':
      if (kind === 'expression' || kind === 'text') report('constantNeeded', { op }, pointer);
      else expect('text');
      if (typeof constant === 'string' && parseDuration(constant) === undefined) {
        report('invalidDuration', { value: constant }, pointer);
      }
  }
}

/** What parts the digits of a number for people, and digits of a Chinese keyboard. */
const marks = /[,，０-９]/;

const numeral = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** Beside text, a number in quotes is text: `9` is then more than `10`. */
function checkOrder({ report }: Checking, { op, right }: Comparison, shape: Shape, constant: Json | undefined): void {
  if (!right || !ofOrder.includes(op) || !mayBe(shape, 'text')) return;
  for (const { value, pointer } of constantsOf(right, constant)) {
    if (typeof value === 'string' && numeral.test(value)) report('numberAsText', { value }, pointer);
  }
}

/** Beside a number, `5,000` is text: only digits are read as a number then. */
function checkMarks({ report }: Checking, { op, right }: Comparison, shape: Shape, constant: Json | undefined): void {
  const orders = ofOrder.includes(op) && mayBe(shape, 'number');
  const equals = ofEquality.includes(op) && shape.kind === 'number';
  if (!right || !(orders || equals)) return;
  for (const { value, pointer } of constantsOf(right, constant)) {
    const number = typeof value === 'string' && marks.test(value) ? numberOf(value) : undefined;
    if (number !== undefined) report('numberWithMarks', { value: String(value), number }, pointer);
  }
}

/** A value that is one of a few words never equals another one. */
function checkWords({ report }: Checking, { op, right }: Comparison, shape: Shape, constant: Json | undefined): void {
  const words = shape.kind === 'text' ? shape.words : undefined;
  if (!words || !right || !ofEquality.includes(op)) return;
  for (const { value: word, pointer } of constantsOf(right, constant)) {
    if (typeof word !== 'string' || words.includes(word)) continue;
    report('neverEqual', { value: word, choices: words.join(', '), suggestion: nearest(word, words) }, pointer);
  }
}
