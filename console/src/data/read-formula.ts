import type { Change, Formula, Key, Scalar } from './formula.ts';
import { writeFormula } from './write-formula.ts';

/** The formula that JSONata stands for, when it is a plain path or what `writeFormula` writes; undefined otherwise. */
export function readFormula(source: string): Formula | undefined {
  try {
    const reader = new Reader(source);
    const formula = reader.value();
    return reader.atEnd() ? formula : undefined;
  } catch (thrown) {
    if (thrown instanceof Unknown) return undefined;
    throw thrown;
  }
}

/** What stands here is nothing that is said in words. */
class Unknown extends Error {}

const tokens =
  /\s*(?:(\$[\p{L}_][\p{L}\p{N}_]*)|([\p{L}_][\p{L}\p{N}_]*|`[^`]+`)|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|(!=|[()[\].,?:=]))/uy;

const functions: Record<string, Change> = {
  $count: { do: 'count' },
  $sum: { do: 'sum' },
  $uppercase: { do: 'upper' },
  $lowercase: { do: 'lower' },
  $trim: { do: 'trim' },
};

class Reader {
  private readonly rest: string[];

  constructor(source: string) {
    this.rest = tokensOf(source);
  }

  atEnd(): boolean {
    return this.rest.length === 0;
  }

  /** A value, or a value with its stand-in. */
  value(): Formula {
    if (this.rest[0] === '$exists') return this.standIn(this.call('$exists', () => this.operand()));
    const found = this.operand();
    if (!this.take('!=')) return found;
    this.expect('null');
    return this.standIn(found);
  }

  /** `? the same value : another` */
  private standIn(tested: Formula): Formula {
    this.expect('?');
    if (writeFormula(this.operand()) !== writeFormula(tested)) throw new Unknown();
    this.expect(':');
    return and(tested, { do: 'default', value: this.scalar() });
  }

  private operand(): Formula {
    const name = this.rest[0] ?? '';
    if (name === '(') return this.behind(this.inner('(', ')'), true);
    if (!/^\$[\p{L}_]/u.test(name)) throw new Unknown();
    if (this.rest[1] === '(') return this.behind(this.function(name), false);
    this.rest.shift();
    return { source: name.slice(1), keys: this.keys(), changes: [] };
  }

  private inner(open: string, close: string): Formula {
    this.expect(open);
    const found = this.value();
    this.expect(close);
    return found;
  }

  private call<T>(name: string, read: () => T): T {
    this.expect(name);
    this.expect('(');
    const found = read();
    this.expect(')');
    return found;
  }

  private function(name: string): Formula {
    const own = functions[name];
    if (own) return this.call(name, () => and(this.value(), own));
    if (name === '$join') return this.call(name, () => this.joined());
    if (name === '$inZone') {
      return this.call(name, () => and(this.value(), { do: 'date', zone: this.nextText(), picture: this.nextText() }));
    }
    if (name !== '$formatNumber') throw new Unknown();
    return this.call(name, () => {
      const number = this.call('$number', () => this.value());
      return and(number, { do: 'number', picture: this.nextText() });
    });
  }

  private joined(): Formula {
    const list = this.inner('(', ')');
    for (const part of ['.', '$string', '(', ')']) this.expect(part);
    return and(list, { do: 'join', between: this.nextText() });
  }

  /** What is taken out of a value: of one in brackets an item or some, then fields. */
  private behind(value: Formula, bracketed: boolean): Formula {
    let found = value;
    if (bracketed && this.take('[')) {
      found = and(found, this.chosen());
      this.expect(']');
    }
    if (this.rest[0] !== '.') return found;
    return and(found, { do: 'field', keys: this.keys() });
  }

  private chosen(): Change {
    const token = this.rest.shift() ?? '';
    if (token === '0') return { do: 'first' };
    if (token === '-1') return { do: 'last' };
    const key = nameOf(token);
    this.expect('=');
    return { do: 'where', key, value: this.scalar() };
  }

  private keys(): Key[] {
    const found: Key[] = [];
    for (;;) {
      if (this.take('.')) found.push(nameOf(this.rest.shift() ?? ''));
      else if (this.rest[0] === '[' && /^-?\d+$/.test(this.rest[1] ?? '') && this.rest[2] === ']') {
        found.push(Number(this.rest[1]));
        this.rest.splice(0, 3);
      } else return found;
    }
  }

  private nextText(): string {
    this.expect(',');
    const value = this.scalar();
    if (typeof value !== 'string') throw new Unknown();
    return value;
  }

  private scalar(): Scalar {
    const token = this.rest.shift() ?? '';
    if (!/^(?:"|-?\d|true$|false$)/.test(token)) throw new Unknown();
    try {
      return JSON.parse(token);
    } catch {
      throw new Unknown();
    }
  }

  private take(token: string): boolean {
    if (this.rest[0] !== token) return false;
    this.rest.shift();
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Unknown();
  }
}

function and(formula: Formula, change: Change): Formula {
  // A path in brackets goes on as it is written.
  if (change.do === 'field' && formula.changes.length === 0) throw new Unknown();
  return { ...formula, changes: [...formula.changes, change] };
}

function nameOf(token: string): string {
  if (token.startsWith('`')) return token.slice(1, -1);
  if (!/^[\p{L}_]/u.test(token)) throw new Unknown();
  return token;
}

function tokensOf(source: string): string[] {
  const found: string[] = [];
  const text = source.trimEnd();
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.length) {
    const token = tokens.exec(text);
    if (!token) throw new Unknown();
    found.push(token[0].trim());
  }
  return found;
}
