import { type TypeName, typeOf, type Value } from '../values/attribute-value.ts';
import { checkPaths, readPath } from './document-path.ts';
import type { Placeholders } from './placeholders.ts';
import { Problems } from './problems.ts';
import { parseNamed, type TokenReader } from './tokens.ts';
import type { SetOperand, UpdateAction } from './update.ts';

/** In the order in which DynamoDB tells what is wrong. */
const order = [
  'reserved',
  'function',
  'section',
  'depth',
  'name',
  'value',
  'overlap',
  'conflict',
  'operand',
  'type',
] as const;

type Section = UpdateAction['action'];

const sections: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];
const typeWords: Partial<Record<TypeName, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

/** Reads an UpdateExpression; throws ValidationException. */
export function parseUpdate(source: string, placeholders: Placeholders): UpdateAction[] {
  return parseNamed(source, 'UpdateExpression', (tokens) => {
    const parser = new UpdateParser(tokens, placeholders);
    const actions = parser.whole();
    checkPaths(
      actions.map(({ path }) => path),
      parser.problems,
    );
    parser.problems.throwFirst(order);
    return actions;
  });
}

class UpdateParser {
  readonly problems = new Problems<(typeof order)[number]>();
  readonly #tokens: TokenReader;
  readonly #placeholders: Placeholders;

  constructor(tokens: TokenReader, placeholders: Placeholders) {
    this.#tokens = tokens;
    this.#placeholders = placeholders;
  }

  whole(): UpdateAction[] {
    const actions: UpdateAction[] = [];
    const seen = new Set<Section>();
    do {
      const section = sections.find((name) => this.#tokens.isWord(name));
      if (!section) throw this.#tokens.unexpected();
      if (seen.has(section)) {
        this.problems.note('section', `The "${section}" section can only be used once in an update expression;`);
      }
      seen.add(section);
      this.#tokens.next();
      do actions.push(this.#action(section));
      while (this.#tokens.takeSign(','));
    } while (this.#tokens.peek().kind !== 'end');
    return actions;
  }

  #action(action: Section): UpdateAction {
    const path = readPath(this.#tokens, this.#placeholders, this.problems);
    if (action === 'REMOVE') return { action, path };
    if (action === 'SET') {
      this.#tokens.expectSign('=');
      return { action, path, to: this.#sum() };
    }
    if (this.#tokens.peek().kind !== 'value') throw this.#tokens.unexpected();
    const value = this.#value();
    const type = typeOfGiven(value);
    const word = type && typeWords[type];
    if (word && !(action === 'ADD' && type === 'N')) {
      const which = `operator: ${action}, operand type: ${word}`;
      this.problems.note('operand', `Incorrect operand type for operator or function; ${which}`);
    }
    return { action, path, value };
  }

  #sum(): SetOperand {
    const first = this.#operand();
    const sign = this.#tokens.takeSign('+') ? '+' : this.#tokens.takeSign('-') ? '-' : undefined;
    if (!sign) return first;
    const operands: [SetOperand, SetOperand] = [first, this.#operand()];
    this.#checkOperands(sign, operands, 'N');
    return { sum: sign, operands };
  }

  #operand(): SetOperand {
    const { kind } = this.#tokens.peek();
    const { kind: nextKind, text: nextText } = this.#tokens.peek(1);
    if (kind === 'value') return { value: this.#value() };
    if (this.#tokens.takeSign('(')) {
      const inner = this.#sum();
      this.#tokens.expectSign(')');
      return inner;
    }
    if (kind === 'word' && nextKind === 'sign' && nextText === '(') return this.#function();
    return { path: readPath(this.#tokens, this.#placeholders, this.problems) };
  }

  #function(): SetOperand {
    const name = this.#tokens.next().text;
    this.#tokens.next();
    const operands = [this.#sum()];
    while (this.#tokens.takeSign(',')) operands.push(this.#sum());
    this.#tokens.expectSign(')');
    const [first, second] = operands;
    if (name !== 'if_not_exists' && name !== 'list_append') {
      this.problems.note('function', `Invalid function name; function: ${name}`);
    } else if (operands.length !== 2) {
      const which = `operator or function: ${name}, number of operands: ${operands.length}`;
      this.problems.note('type', `Incorrect number of operands for operator or function; ${which}`);
    } else if (name === 'list_append') {
      this.#checkOperands(name, operands, 'L');
      return { function: name, operands: [first!, second!] };
    } else if ('path' in first! && !('function' in first)) {
      return { function: name, path: first.path, otherwise: second! };
    } else {
      this.problems.note('type', `Operator or function requires a document path; operator or function: ${name}`);
    }
    return first!;
  }

  #checkOperands(name: string, operands: SetOperand[], wanted: TypeName): void {
    for (const operand of operands) {
      const type = 'value' in operand ? typeOfGiven(operand.value) : undefined;
      if (!type || type === wanted) continue;
      const which = `operator or function: ${name}, operand type: ${type}`;
      this.problems.note('type', `Incorrect operand type for operator or function; ${which}`);
    }
  }

  #value(): Value {
    const { text } = this.#tokens.next();
    const value = this.#placeholders.value(text);
    if (!value) {
      const problem = `An expression attribute value used in expression is not defined; attribute value: ${text}`;
      this.problems.note('value', problem);
    }
    return value ?? {};
  }
}

/** Undefined for a placeholder that is not defined. */
function typeOfGiven(value: Value): TypeName | undefined {
  return Object.keys(value).length === 0 ? undefined : typeOf(value);
}
