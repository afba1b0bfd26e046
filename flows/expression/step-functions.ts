import type { Json } from '#flows/language/json.ts';
import { maxLength } from './budget.ts';
import { digest } from './digest.ts';
import { ExpressionError, noNumber } from './expression-error.ts';
import { define, type Focus, runOf } from './native.ts';

/**
 * The functions that Step Functions adds to JSONata, by name, with JSONata's signature of each
 * (docs.aws.amazon.com/step-functions, "Transforming data with JSONata"). As there, numbers lose their fraction, what
 * cannot be divided or counted has no value, and a range of one number is that number.
 */
export const stepFunctions = {
  partition: define('<an?:a>', function partition(list: Json[] | undefined, given = 0) {
    const size = Math.trunc(given);
    if (list === undefined || list.length === 0 || size === 0) return undefined;
    if (size < 0) throw wrongArgument('partition', 'a number above zero');
    const parts: Json[][] = [];
    for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size));
    return parts;
  }),
  range: define('<n?n?n?:x>', function range(this: Focus, ...given: (number | undefined)[]) {
    const [first, last, step] = given.map((number) => number && Math.trunc(number));
    if (first === undefined || last === undefined || !step) return undefined;
    const length = Math.floor((last - first) / step) + 1;
    if (length < 1) return undefined;
    if (!(length <= maxLength)) throw new ExpressionError('TooLarge', 'The range has too many members.');
    runOf(this).budget.spend(length >> 4);
    return length === 1 ? first : Array.from({ length }, (_, index) => first + index * step);
  }),
  hash: define('<x-s?:s>', function hash(this: Focus, data: unknown, algorithm?: string) {
    if (data === undefined || algorithm === undefined) return undefined;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    runOf(this).budget.spend(text.length);
    const result = digest(text, algorithm);
    if (result === undefined) throw wrongArgument('hash', 'one of MD5, SHA-1, SHA-256, SHA-384 and SHA-512');
    return result;
  }),
  random: define('<n?:n>', function randomNumber(this: Focus, seed?: number) {
    return seed === undefined ? runOf(this).random() : seededRandom(seed);
  }),
  uuid: define('<:s>', function uuid(this: Focus) {
    const hex = Array.from({ length: 32 }, () => Math.floor(runOf(this).random() * 16));
    hex[12] = 4;
    hex[16] = 8 + (hex[16]! % 4);
    const text = hex.map((digit) => digit.toString(16)).join('');
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  }),
  parse: define('<s-:x>', function parse(this: Focus, text: string | undefined) {
    if (text === undefined) return undefined;
    runOf(this).budget.text(text.length);
    try {
      return JSON.parse(text, mayOverflow.test(text) ? finite : undefined) as Json;
    } catch (thrown) {
      if (thrown instanceof ExpressionError) throw thrown;
      throw new ExpressionError('NotJson', 'The argument of $parse is not JSON.');
    }
  }),
};

/** Finds what could be a number too large for a machine. */
const mayOverflow = /[eE]\+?\d{3}|\d{309}/;

function finite(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw noNumber();
  return value;
}

function wrongArgument(name: string, wanted: string): ExpressionError {
  return new ExpressionError('WrongArgument', `$${name} needs ${wanted}.`);
}

/** First number of a linear congruential generator, the one of java.util.Random: same seed, same number. */
function seededRandom(seed: number): number {
  const multiplier = 0x5deece66dn;
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = (bits: bigint) => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
