import { ExpressionError } from './expression-error.ts';

/** Most units of work of one expression, two for each step of its evaluation; a third of a second on a slow core. */
export const maxWork = 800_000;
/** What an expression may use in any case: most take a hundredth of it. */
export const quickWork = 10_000;
/** Largest value an expression may build, about its length as JSON. */
export const maxSize = 1_048_576;
/** Most members of one list. */
export const maxLength = 100_000;
/** Deepest nesting of a value. */
const maxDepth = 500;
/**
 * What one evaluation may still use. Work is counted, not timed, so that a replay ends where the first run ended;
 * JSONata's own time limit is the second net, for steps that are slow.
 */
export class Budget {
  readonly #most: number;
  readonly #shared: boolean;
  #work = 0;
  /** Size and depth of the values met; shared parts count each time they appear, so that doubling is seen. */
  #known = new WeakMap<object, number>();
  #given = new WeakSet<object>();

  /**
   * `left` is what the evaluations that belong together may still use, this one among them. When they have used it up,
   * quick ones go on: an execution must be able to tell its end.
   */
  constructor(left = Number.POSITIVE_INFINITY) {
    this.#shared = left < maxWork;
    this.#most = Math.min(Math.max(left, quickWork), maxWork);
  }

  /** What was used. */
  get work(): number {
    return this.#work;
  }

  spend(work: number): void {
    this.#work += work;
    if (this.#work <= this.#most) return;
    throw this.#shared
      ? usedUp()
      : new ExpressionError('TooSlow', 'The expression takes too many steps. Check for a loop.');
  }

  /** Pays for characters that a search looks at. */
  read(characters: number): void {
    this.spend(1 + (characters >> 7));
  }

  /** A value handed in is taken as it is, unless it becomes part of another: it was limited where it came from. */
  trust(value: unknown): void {
    if (typeof value === 'object' && value !== null) this.#given.add(value);
  }

  /** Refuses text that is too long, before or after it is built. */
  text(length: number): void {
    if (length > maxSize) throw tooLarge();
    this.spend(length >> 4);
  }

  /** Pays for looking at all of a value. */
  look(value: unknown): void {
    if (typeof value === 'string') this.spend(value.length >> 6);
    if (typeof value !== 'object' || value === null || isFunctionValue(value)) return;
    this.spend(Math.floor((this.#known.get(value) ?? this.#sizeOfGiven(value)) / 1024) >> 8);
  }

  /** A value that was handed in may be larger than those that an expression builds. */
  #sizeOfGiven(value: object): number {
    try {
      return this.#measure(value, 0);
    } catch {
      return maxSize * 1024;
    }
  }

  /** Refuses a value that is too large or too deep. */
  value(value: object): void {
    if (this.#given.has(value)) return;
    const known = this.#known.get(value) ?? this.#measure(value, 0);
    this.spend(Math.floor(known / 1024) >> 8);
  }

  /** Size times 1024 plus depth. */
  #measure(value: unknown, above: number): number {
    if (typeof value === 'string') return (value.length + 2) * 1024;
    if (typeof value !== 'object' || value === null || isFunctionValue(value)) return 8 * 1024;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (above > maxDepth) throw tooDeep();
    if (isFlagged(value))
      throw new ExpressionError('NotJson', 'The names _jsonata_lambda and _jsonata_function are reserved.');
    let size = 2;
    let depth = 0;
    const members = Array.isArray(value) ? value : Object.values(value);
    for (const member of members) {
      const inner = this.#measure(member, above + 1);
      size += Math.floor(inner / 1024) + 1;
      depth = Math.max(depth, inner % 1024);
    }
    if (!Array.isArray(value)) for (const key of Object.keys(value)) size += key.length + 3;
    if (size > maxSize) throw tooLarge();
    if (depth + 1 > maxDepth) throw tooDeep();
    const result = size * 1024 + depth + 1;
    this.#known.set(value, result);
    return result;
  }
}

/**
 * JSONata's functions are plain objects under a flag that hold a real function. Objects which an expression builds
 * have no prototype and data holds no functions, so neither can pass for one.
 */
export function isFunctionValue(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || !isFlagged(value)) return false;
  const { implementation, environment } = value as { implementation?: unknown; environment?: { bind?: unknown } };
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    (typeof implementation === 'function' || typeof environment?.bind === 'function')
  );
}

function isFlagged(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value;
}

function usedUp(): ExpressionError {
  return new ExpressionError('UsedUp', 'The expressions take too many steps all together.');
}

function tooLarge(): ExpressionError {
  return new ExpressionError('TooLarge', 'The expression builds a value of more than 1 MB.');
}

function tooDeep(): ExpressionError {
  return new ExpressionError('TooDeep', 'The expression builds a value that nests too deeply.');
}
