import { type ConditionProblems, checkComparison, checkFunction } from './check-condition.ts';
import type { Comparator, Condition, ConditionFunction, Operand } from './condition.ts';
import { readPath } from './document-path.ts';
import type { Placeholders } from './placeholders.ts';
import { Problems } from './problems.ts';
import { parseNamed, type TokenReader } from './tokens.ts';

const comparators = new Set<string>(['=', '<>', '<', '<=', '>', '>=']);
const keywords = new Set(['AND', 'OR', 'NOT', 'IN', 'BETWEEN']);

/** In the order in which DynamoDB tells what is wrong. */
const order = [
  'parentheses',
  'function',
  'misused',
  'reserved',
  'depth',
  'name',
  'value',
  'count',
  'distinct',
  'type',
] as const;

/** What was read between two operators; in parentheses or not. */
type Part = ({ operand: Operand } | { condition: Condition }) & { grouped?: boolean };

/** Reads a condition. `parameter` names it in messages; throws ValidationException. */
export function parseCondition(source: string, parameter: string, placeholders: Placeholders): Condition {
  return parseNamed(source, parameter, (tokens) => {
    const parser = new ConditionParser(tokens, placeholders);
    const condition = parser.whole();
    parser.problems.throwFirst(order);
    return condition;
  });
}

class ConditionParser {
  readonly problems: ConditionProblems = new Problems();
  readonly #tokens: TokenReader;
  readonly #placeholders: Placeholders;

  constructor(tokens: TokenReader, placeholders: Placeholders) {
    this.#tokens = tokens;
    this.#placeholders = placeholders;
  }

  whole(): Condition {
    const condition = this.#condition(this.#or());
    if (this.#tokens.peek().kind !== 'end') throw this.#tokens.unexpected();
    return condition;
  }

  #or(): Part {
    let left = this.#and();
    while (this.#tokens.isWord('OR')) {
      const first = this.#condition(left);
      this.#tokens.next();
      left = { condition: { op: 'OR', sides: [first, this.#condition(this.#and())] } };
    }
    return left;
  }

  #and(): Part {
    let left = this.#not();
    while (this.#tokens.isWord('AND')) {
      const first = this.#condition(left);
      this.#tokens.next();
      left = { condition: { op: 'AND', sides: [first, this.#condition(this.#not())] } };
    }
    return left;
  }

  #not(): Part {
    if (!this.#tokens.takeWord('NOT')) return this.#comparison();
    return { condition: { op: 'NOT', of: this.#condition(this.#not()) } };
  }

  #comparison(): Part {
    const left = this.#primary();
    const { kind, text } = this.#tokens.peek();
    if (kind === 'sign' && comparators.has(text)) {
      const first = this.#operand(left);
      this.#tokens.next();
      return this.#compared(text as Comparator, [first, this.#operand(this.#primary())]);
    }
    if (this.#tokens.isWord('BETWEEN')) {
      const first = this.#operand(left);
      this.#tokens.next();
      const lower = this.#operand(this.#primary());
      if (!this.#tokens.takeWord('AND')) throw this.#tokens.unexpected();
      return this.#compared('BETWEEN', [first, lower, this.#operand(this.#primary())]);
    }
    if (this.#tokens.isWord('IN')) {
      const first = this.#operand(left);
      this.#tokens.next();
      this.#tokens.expectSign('(');
      return this.#compared('IN', [first, ...this.#list()]);
    }
    return left;
  }

  #compared(op: Comparator | 'BETWEEN' | 'IN', operands: Operand[]): Part {
    checkComparison(op, operands, this.problems);
    return { condition: { op, operands } };
  }

  /** Operands up to the closing parenthesis. */
  #list(): Operand[] {
    const operands = [this.#operand(this.#primary())];
    while (this.#tokens.takeSign(',')) operands.push(this.#operand(this.#primary()));
    this.#tokens.expectSign(')');
    return operands;
  }

  #primary(): Part {
    const token = this.#tokens.peek();
    if (this.#tokens.takeSign('(')) {
      const inner = this.#or();
      this.#tokens.expectSign(')');
      if (inner.grouped) this.problems.note('parentheses', 'The expression has redundant parentheses;');
      return { ...inner, grouped: true };
    }
    if (token.kind === 'value') return { operand: { value: this.#value() } };
    if (token.kind === 'word') {
      if (keywords.has(token.text.toUpperCase())) throw this.#tokens.unexpected();
      const { kind, text } = this.#tokens.peek(1);
      if (kind === 'sign' && text === '(') return this.#function();
    }
    return { operand: { path: readPath(this.#tokens, this.#placeholders, this.problems) } };
  }

  #value() {
    const { text } = this.#tokens.next();
    const value = this.#placeholders.value(text);
    if (!value) {
      const problem = `An expression attribute value used in expression is not defined; attribute value: ${text}`;
      this.problems.note('value', problem);
    }
    return value ?? {};
  }

  #function(): Part {
    const name = this.#tokens.next().text;
    this.#tokens.next();
    const operands = this.#list();
    checkFunction(name, operands, this.problems);
    if (name === 'size') return { operand: { size: operands[0]! } };
    return { condition: { op: name as ConditionFunction, operands } };
  }

  #operand(part: Part): Operand {
    if ('operand' in part) return part.operand;
    const { op } = part.condition;
    if (!/[a-z]/.test(op)) throw this.#tokens.unexpected();
    const problem = `The function is not allowed to be used this way in an expression; function: ${op}`;
    this.problems.note('misused', problem);
    return { value: {} };
  }

  #condition(part: Part): Condition {
    if ('condition' in part) return part.condition;
    if (!('size' in part.operand)) throw this.#tokens.unexpected();
    const problem = 'The function is not allowed to be used this way in an expression; function: size';
    this.problems.note('misused', problem);
    return { op: 'attribute_exists', operands: [part.operand] };
  }
}
