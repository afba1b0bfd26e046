import jsonata from 'jsonata';
import type { Json } from '#flows/language/json.ts';
import { Budget, isFunctionValue, maxLength } from './budget.ts';
import { ExpressionError, toExpressionError } from './expression-error.ts';
import type { Surroundings } from './host.ts';
import { library } from './library.ts';
import type { Run } from './native.ts';
import { boundedPattern } from './pattern.ts';
import { evaluatePlain } from './plain.ts';
import { outerReferences } from './references.ts';
import { type Review, review } from './review.ts';
import { unsure } from './shortcut.ts';
import { toJson } from './to-json.ts';

/** Sources that are kept parsed. */
const keptSources = 2000;
/** Deepest nesting of evaluation: that of Step Functions, which takes `1 + 1` up to a hundred terms. */
const maxStack = 100;
/** Milliseconds after which an expression ends although its steps were few, each being slow. */
const maxTime = 2000;

/** One parsed expression. It serves one evaluation at a time, because it carries that evaluation's budget. */
interface Prepared {
  expression: jsonata.Expression;
  options: { run: Run };
}

/** A source, parsed unless its last evaluation failed, and the end of the last evaluation that was asked for. */
interface Kept {
  prepared: Prepared | undefined;
  last: Promise<void>;
}

const kept = new Map<string, Kept>();

/**
 * Value of a JSONata expression (the text inside `{% %}`), undefined when it has none. `bindings` are its variables
 * without the dollar sign; they are never changed. Same arguments give the same value: clock (milliseconds) and
 * chance are handed in. Throws ExpressionError, also for an expression that would run too long or build too much.
 * What it used is added to the allowance.
 */
export async function evaluate(
  source: string,
  bindings: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): Promise<Json | undefined> {
  const value = evaluatePlain(source, bindings);
  return value === unsure ? evaluateFully(source, bindings, surroundings) : value;
}

/** As `evaluate`, for an expression that is not plain. */
export async function evaluateFully(
  source: string,
  bindings: Readonly<Record<string, unknown>>,
  { now, random, allowance }: Surroundings,
): Promise<Json | undefined> {
  const own = keep(source);
  const { promise, resolve: done } = Promise.withResolvers<void>();
  const before = own.last;
  own.last = promise;
  await before;
  let budget: Budget | undefined;
  try {
    budget = new Budget(allowance && allowance.most - allowance.spent);
    const prepared = own.prepared ?? (await prepare(source));
    // After a failure, parts of the expression may still be running.
    own.prepared = undefined;
    prepared.options.run = { budget, now, random };
    for (const name in bindings) budget.trust(bindings[name]);
    const result = await prepared.expression.evaluate(undefined, bindings as Record<string, unknown>);
    own.prepared = prepared;
    return result === undefined ? undefined : toJson(result);
  } catch (thrown) {
    throw toExpressionError(thrown);
  } finally {
    if (allowance && budget) allowance.spent += budget.work;
    done();
  }
}

/**
 * What the expression reads from outside itself (`outerReferences`). Throws the ExpressionError that evaluating would
 * always give: wrong syntax, or what may not be used.
 */
export function checkExpression(source: string): string[] {
  try {
    const ast = jsonata(source).ast();
    review(ast);
    return outerReferences(ast);
  } catch (thrown) {
    throw toExpressionError(thrown);
  }
}

async function prepare(source: string): Promise<Prepared> {
  const { functions, natives } = await library;
  const options = {
    run: undefined as unknown as Run,
    natives,
    sequence: maxLength,
    timeout: maxTime,
    /** JSONata reads this limit twice at every step, which is where the step is paid for. */
    get stack() {
      options.run.budget.spend(1);
      return maxStack;
    },
    RegexEngine: function pattern(literal: RegExp) {
      return boundedPattern(known.patterns.get(literal)!, options.run.budget);
    } as unknown as RegExpConstructor,
  };
  const expression = jsonata(source, options);
  const known = review(expression.ast());
  for (const [name, definition] of Object.entries(functions)) expression.assign(name, definition);
  expression.assign('eval', undefined);
  // JSONata calls this after each step; its type names only text keys.
  expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, limitValue(options, known));
  return { expression, options };
}

/** Looks at the value of every step that could have grown. */
function limitValue(options: { run: Run }, known: Review) {
  return (node: object, _input: unknown, _environment: unknown, value: unknown): void => {
    if (typeof value === 'string') options.run.budget.text(value.length);
    if (typeof value !== 'object' || value === null) return;
    if (known.procedures.has(node)) {
      if (!isFunctionValue(value)) throw new ExpressionError('T1006', 'Attempted to invoke a non-function');
      return;
    }
    if (known.wide.has(node) && Array.isArray(value)) options.run.budget.spend(value.length >> 3);
    if (!known.light.has(node) && !isFunctionValue(value)) options.run.budget.value(value);
  };
}

function keep(source: string): Kept {
  const known = kept.get(source);
  if (known) return known;
  if (kept.size >= keptSources) kept.delete(kept.keys().next().value!);
  const added: Kept = { prepared: undefined, last: Promise.resolve() };
  kept.set(source, added);
  return added;
}
