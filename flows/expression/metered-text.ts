import type { Budget } from './budget.ts';
import { type TextSearch, textSearch } from './text-search.ts';

/** What RE2 (re2js, pinned) looks for in a text before it runs a pattern. */
interface Prefilter {
  str: string;
  automaton16(): { searchUTF16(text: string, from: number, end: number): boolean };
}

const endOfText = -8;

/** Steps of RE2 that are taken before they are paid for. */
const chunk = 256;

/** A text as RE2 reads it, every look at it paid for: RE2 is linear in it, but not what is done with RE2 again and again. */
export class MeteredText {
  readonly #text: string;
  readonly #budget: Budget;
  /** Units of work of a step times 64. */
  readonly #price: number;
  readonly #searches = new Map<string, TextSearch>();
  #steps = 0;

  constructor(text: string, instructions: number, budget: Budget) {
    this.#text = text;
    this.#budget = budget;
    this.#price = 16 + instructions;
  }

  /** Pays for what was looked at since the last time. */
  pay(): void {
    const steps = this.#steps;
    this.#steps = 0;
    this.#budget.spend((steps * this.#price) >> 6);
  }

  /** The code point at a place times 8 plus the number of its code units. */
  step(at: number): number {
    if (++this.#steps >= chunk) this.pay();
    const code = this.#text.codePointAt(at);
    if (code === undefined) return endOfText;
    return (code << 3) | (code > 0xffff ? 2 : 1);
  }

  canCheckPrefix(): boolean {
    return true;
  }

  endPos(): number {
    return this.#text.length;
  }

  /** Distance to where the pattern's fixed beginning stands next; -1 when it does not. */
  index({ prefix }: { prefix: string }, at: number): number {
    const found = this.#search(prefix, at);
    return found < 0 ? -1 : found - at;
  }

  prefixLength({ prefix }: { prefix: string }): number {
    return prefix.length;
  }

  hasString({ str }: Prefilter, at: number): boolean {
    return this.#search(str, at) >= 0;
  }

  hasAnyString(prefilter: Prefilter, at: number): boolean {
    this.#budget.read(this.#text.length - at);
    return prefilter.automaton16().searchUTF16(this.#text, at, this.#text.length);
  }

  /** What is true between two characters: RE2's bits for the ends of text and line, and the boundary of a word. */
  context(at: number): number {
    const before = at > 0 && at <= this.#text.length ? this.#text.charCodeAt(at - 1) : -1;
    const after = at < this.#text.length ? this.#text.charCodeAt(at) : -1;
    const begins = before < 0 ? 0b101 : before === 10 ? 0b1 : 0;
    const ends = after < 0 ? 0b1010 : after === 10 ? 0b10 : 0;
    return begins | ends | (isWordCharacter(before) === isWordCharacter(after) ? 0b100000 : 0b10000);
  }

  #search(wanted: string, from: number): number {
    const search = this.#searches.get(wanted) ?? textSearch(wanted, this.#budget);
    this.#searches.set(wanted, search);
    return search(this.#text, from);
  }
}

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}
