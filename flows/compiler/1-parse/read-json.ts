import { depthLimit, type SourceNode, type SyntaxProblem } from '../source/source-node.ts';

/** Reads strict JSON (RFC 8259) and keeps positions. `node` is absent when the text is not JSON. */
export function readJson(source: string): { node?: SourceNode; problems: SyntaxProblem[] } {
  const reader = new JsonReader(source);
  try {
    const node = reader.document();
    return { node, problems: reader.problems };
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return { problems: [...reader.problems, stop.problem] };
  }
}

class Stop extends Error {
  readonly problem: SyntaxProblem;
  constructor(problem: SyntaxProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

const literals = new Map<string, null | boolean>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class JsonReader {
  readonly problems: SyntaxProblem[] = [];
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  document(): SourceNode {
    if (this.source.startsWith('\uFEFF')) this.at = 1;
    this.space();
    if (this.at === this.source.length) throw new Stop({ code: 'emptyDocument', params: {}, start: 0, end: 0 });
    const node = this.value(1);
    this.space();
    if (this.at < this.source.length) this.fail('@end');
    return node;
  }

  private value(depth: number): SourceNode {
    if (depth > depthLimit) {
      throw new Stop({ code: 'tooDeep', params: { limit: depthLimit }, start: this.at, end: this.at + 1 });
    }
    const start = this.at;
    const char = this.source[start];
    if (char === '{') return this.object(start, depth);
    if (char === '[') return this.list(start, depth);
    if (char === '"') {
      const value = this.string();
      return { kind: 'scalar', value, start, end: this.at };
    }
    return this.literal(start);
  }

  private object(start: number, depth: number): SourceNode {
    const entries: { key: string; keySpan: { start: number; end: number }; node: SourceNode }[] = [];
    const keys = new Set<string>();
    this.at += 1;
    this.space();
    while (this.source[this.at] !== '}') {
      if (entries.length > 0) this.expect(',');
      const keyStart = this.at;
      if (this.source[keyStart] !== '"') this.fail('@quotedkey');
      const key = this.string();
      const keySpan = { start: keyStart, end: this.at };
      if (keys.has(key)) this.problems.push({ code: 'duplicateKey', params: { key }, ...keySpan });
      keys.add(key);
      this.space();
      this.expect(':');
      const node = this.value(depth + 1);
      entries.push({ key, keySpan, node });
      this.space();
    }
    this.at += 1;
    return { kind: 'object', entries, start, end: this.at };
  }

  private list(start: number, depth: number): SourceNode {
    const items: SourceNode[] = [];
    this.at += 1;
    this.space();
    while (this.source[this.at] !== ']') {
      if (items.length > 0) this.expect(',');
      items.push(this.value(depth + 1));
      this.space();
    }
    this.at += 1;
    return { kind: 'list', items, start, end: this.at };
  }

  private string(): string {
    const token = this.match(/"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy);
    if (token === undefined) return this.fail('@closedstring');
    return JSON.parse(token) as string;
  }

  private literal(start: number): SourceNode {
    const word = this.match(/[a-z]+/y);
    if (word !== undefined) {
      const value = literals.get(word);
      this.at = value === undefined ? start : this.at;
      return { kind: 'scalar', value: value === undefined ? this.fail('@value') : value, start, end: this.at };
    }
    const digits = this.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (digits === undefined) return this.fail('@value');
    const value = Number(digits);
    const span = { start, end: this.at };
    if (!Number.isFinite(value)) this.problems.push({ code: 'notJson', params: { value: digits }, ...span });
    if (losesDigits(digits, value)) this.problems.push({ code: 'unsafeNumber', params: { value: digits }, ...span });
    return { kind: 'scalar', value, ...span };
  }

  private expect(char: ',' | ':'): void {
    if (this.source[this.at] !== char) this.fail(char);
    this.at += 1;
    this.space();
  }

  private space(): void {
    this.match(/[ \t\r\n]+/y);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(expected: string): never {
    const found = this.source[this.at];
    throw new Stop({
      code: 'invalidJson',
      params: { expected, found: found ?? '@end' },
      start: this.at,
      end: found === undefined ? this.at : this.at + 1,
    });
  }
}

/** True for whole numbers that a double cannot hold, such as long ids. */
export function losesDigits(text: string, value: number): boolean {
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value);
}
