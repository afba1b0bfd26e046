import { CountedMistake, validation } from '../validation-error.ts';

/** A word, sign, number or placeholder of an expression and where it stands. */
export interface Token {
  kind: 'word' | 'name' | 'value' | 'number' | 'sign' | 'end';
  text: string;
  from: number;
  to: number;
}

const pattern = /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|(<=|>=|<>|\S))/y;
const kinds = ['name', 'value', 'word', 'number', 'sign'] as const;

/** Bytes, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const longest = 4096;

/** Reads an expression from left to right; whatever is wrong with it is told in the words of its parameter's `name`. */
export class TokenReader {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #place = 0;

  /** Throws ValidationException for an expression that is empty or too long. */
  constructor(source: string, name: string) {
    if (source === '') throw validation(`Invalid ${name}: The expression can not be empty;`);
    if (Buffer.byteLength(source) > longest) {
      throw new CountedMistake(`Invalid ${name}: Expression size has exceeded the maximum allowed size;`);
    }
    this.#source = source;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
      const place = match.slice(1).findIndex((text) => text !== undefined);
      const text = match[place + 1]!;
      this.#tokens.push({ kind: kinds[place]!, text, from: pattern.lastIndex - text.length, to: pattern.lastIndex });
    }
    this.#tokens.push({ kind: 'end', text: '<EOF>', from: source.length, to: source.length });
  }

  /** The token that comes next, or one of the following. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#place + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#place += 1;
    return token;
  }

  /** Whether the next token is that sign. */
  isSign(text: string): boolean {
    const { kind, text: found } = this.peek();
    return kind === 'sign' && found === text;
  }

  /** Whether the next token is that word, in any case of its letters. */
  isWord(text: string): boolean {
    const { kind, text: found } = this.peek();
    return kind === 'word' && found.toUpperCase() === text;
  }

  /** Takes the sign if it comes next. */
  takeSign(text: string): boolean {
    if (!this.isSign(text)) return false;
    this.#place += 1;
    return true;
  }

  /** Takes the word if it comes next. */
  takeWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.#place += 1;
    return true;
  }

  /** Throws a syntax error unless the sign comes next. */
  expectSign(text: string): void {
    if (!this.takeSign(text)) throw this.unexpected();
  }

  /** The error of a token that cannot stand where it does. */
  unexpected(): SyntaxError {
    const token = this.peek();
    const before = this.#tokens[this.#place - 1] ?? token;
    const after = this.#tokens[this.#place + 1] ?? token;
    const near = this.#source.slice(before.from, after.to);
    return new SyntaxError(`Syntax error; token: "${token.text}", near: "${near}"`);
  }
}

/** Runs a parser and says what it found wrong in the words of the parameter. */
export function parseNamed<T>(source: string, name: string, parse: (tokens: TokenReader) => T): T {
  const tokens = new TokenReader(source, name);
  try {
    return parse(tokens);
  } catch (error) {
    if (error instanceof SyntaxError) throw new CountedMistake(`Invalid ${name}: ${error.message}`);
    throw error;
  }
}
