import { boundIn, mostBound } from '#flows/compiler/bound/bind.ts';
import { type ExpressionFault, parseExpression } from '#flows/expression/expression-tree.ts';
import { plainCalendar } from '#flows/language/calendar.ts';
import type { Expression, Value } from '#flows/language/flow.ts';
import { anything, type Known, listOf, objectOf, oneOf, type Shape, text } from '../shape/shape.ts';
import type { Span } from '../source/source-node.ts';
import type { Checking } from './checking.ts';
import { inferExpression } from './infer.ts';
import { reportUnknown, type Scope } from './scope.ts';

/** Where a value stands: what it sees, and whether it may hold functions that give another value each time. */
export interface Where {
  scope: Scope;
  changing?: boolean;
}

/** What is known about a value that an author wrote; whatever is wrong in its expressions is reported. */
export function checkValue(checking: Checking, value: Value, where: Where): Known {
  switch (value.kind) {
    case 'literal':
      return { shape: scalarShape(value.value), missing: false };
    case 'expression':
      return checkExpression(checking, value.expression, where);
    case 'text':
      for (const part of value.parts) if (typeof part === 'object') checkExpression(checking, part, where);
      return text;
    case 'object': {
      const fields = value.entries.map(({ key, value: of }) => [key, checkValue(checking, of, where)] as const);
      return objectOf(Object.fromEntries(fields));
    }
    case 'list': {
      const items = value.items.map((item) => checkValue(checking, item, where));
      // What is missing is null in a set, and elsewhere left out, so that the items behind it stand one place before theirs.
      const least = items.some(({ missing }) => missing) ? 0 : items.length;
      return listOf(oneOf(items.map(({ shape }) => shape)), least);
    }
  }
}

function scalarShape(value: unknown): Shape {
  if (value === null) return { kind: 'null' };
  return typeof value === 'string' ? text.shape : { kind: typeof value as 'number' | 'boolean' };
}

/** What is known about the value of an expression; whatever is wrong in it is reported. */
export function checkExpression(checking: Checking, { source, start, pointer }: Expression, where: Where): Known {
  // An empty expression is a finding of the parser.
  if (source.trim() === '') return anything;
  const inFile = (span: Span): Span => ({ start: start + span.start, end: start + span.end });
  const parsed = parseExpression(source);
  if ('fault' in parsed) {
    reportFault(checking, parsed.fault, pointer, inFile(parsed.fault));
    return anything;
  }
  for (const pattern of parsed.patterns) {
    if (checking.isPattern(pattern.literal, pointer)) continue;
    checking.report('patternNotSupported', { pattern: pattern.literal.source }, pointer, inFile(pattern));
  }
  const size = boundIn(source, checking.calendar ?? plainCalendar).length;
  if (size > mostBound) {
    const written = { start: source.search(/\S/), end: source.trimEnd().length };
    checking.report('timeTooLarge', { size, limit: mostBound }, pointer, inFile(written));
  }
  return inferExpression(parsed.tree, {
    variable(name, span) {
      const known = where.scope.get(name);
      if (!known && checking.mayBeNamed(name)) return anything;
      if (!known) reportUnknown(checking, where.scope, name, pointer, inFile(span));
      else reportDisabled(checking, name, pointer, inFile(span));
      return known;
    },
    names: () => where.scope.names(),
    changing: where.changing ?? false,
    report: (code, params, span) => checking.report(code, params, pointer, inFile(span)),
  });
}

function reportDisabled(
  { declared, report }: Checking,
  name: string,
  pointer: Expression['pointer'],
  span: Span,
): void {
  const declaration = declared(name);
  if (declaration?.kind === 'step' && declaration.step.disabled) report('disabledReference', { name }, pointer, span);
}

function reportFault({ report }: Checking, fault: ExpressionFault, pointer: Expression['pointer'], span: Span): void {
  const { kind, found, expected, reason } = fault;
  switch (kind) {
    case 'unclosed':
      report('expressionUnclosed', { expected }, pointer, span);
      break;
    case 'expected':
      report('expressionExpects', { expected, found }, pointer, span);
      break;
    case 'unexpected':
      report('expressionUnexpected', { found }, pointer, span);
      break;
    case 'cutOff':
      report('expressionCutOff', {}, pointer, span);
      break;
    case 'tooDeep':
      report('expressionTooDeep', {}, pointer, span);
      break;
    case 'pattern':
      report('patternNotSupported', { pattern: reason }, pointer, span);
      break;
    case 'other':
      report('expressionSyntax', { reason }, pointer, span);
      break;
  }
}
