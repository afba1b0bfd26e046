import { validation } from '../validation-error.ts';

/** A number as its digits: `digits` without zeros at either end, times ten to the power of `exponent`. */
interface Decimal {
  negative: boolean;
  /** Empty for zero. */
  digits: string;
  exponent: number;
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const short = /^(0|-?[1-9]\d{0,14})$/;
const mostDigits = 38;

/**
 * Reads a number of up to 38 digits between 1E-130 and 9.99E+125,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html. Throws
 * ValidationException.
 */
export function readDecimal(text: string): Decimal {
  const parts = pattern.exec(text);
  const whole = parts?.[2] ?? '';
  const fraction = parts?.[3] ?? '';
  if (text === '') throw validation('The parameter cannot be converted to a numeric value');
  if (!parts || whole + fraction === '')
    throw validation(`The parameter cannot be converted to a numeric value: ${text}`);
  const decimal = trimmed(parts[1] === '-', whole + fraction, Number(parts[4] ?? 0) - fraction.length);
  checkRange(decimal);
  return decimal;
}

function trimmed(negative: boolean, all: string, exponent: number): Decimal {
  const digits = all.replace(/^0+/, '');
  const bare = digits.replace(/0+$/, '');
  if (bare === '') return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: bare, exponent: exponent + digits.length - bare.length };
}

function checkRange({ digits, exponent }: Decimal): void {
  if (digits === '') return;
  const magnitude = exponent + digits.length - 1;
  if (magnitude > 125)
    throw validation('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (magnitude < -130)
    throw validation('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  if (digits.length > mostDigits) throw validation('Attempting to store more than 38 significant digits in a Number');
}

/** The one way in which DynamoDB writes each number: without exponent and needless zeros. */
export function canonicalNumber(text: string): string {
  return short.test(text) ? text : writeDecimal(readDecimal(text));
}

function writeDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const point = digits.length + exponent;
  const text =
    exponent >= 0
      ? digits + '0'.repeat(exponent)
      : point > 0
        ? `${digits.slice(0, point)}.${digits.slice(point)}`
        : `0.${'0'.repeat(-point)}${digits}`;
  return negative ? `-${text}` : text;
}

/** The sum of two numbers; throws ValidationException when it has too many digits or is too large. */
export function addNumbers(a: string, b: string): string {
  if (short.test(a) && short.test(b)) return String(Number(a) + Number(b));
  const [first, second] = [readDecimal(a), readDecimal(b)];
  const exponent = Math.min(first.exponent, second.exponent);
  const sum = coefficient(first, exponent) + coefficient(second, exponent);
  const decimal = trimmed(sum < 0n, String(sum < 0n ? -sum : sum), exponent);
  checkRange(decimal);
  return writeDecimal(decimal);
}

/** The difference of two numbers; throws as addNumbers does. */
export function subtractNumbers(a: string, b: string): string {
  return addNumbers(a, b.startsWith('-') ? b.slice(1) : `-${b}`);
}

function coefficient({ negative, digits, exponent }: Decimal, least: number): bigint {
  const value = BigInt(digits || '0') * 10n ** BigInt(digits ? exponent - least : 0);
  return negative ? -value : value;
}

/** Bytes that sort as the numbers do: sign, power of ten, digits. */
export function sortableNumber(text: string): Uint8Array {
  const { negative, digits, exponent } = readDecimal(text);
  if (digits === '') return Uint8Array.of(1);
  const magnitude = exponent + digits.length - 1 + 130;
  const bytes = new Uint8Array(digits.length + (negative ? 3 : 2));
  bytes[0] = negative ? 0 : 2;
  bytes[1] = negative ? 255 - magnitude : magnitude;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(place) - 48;
    bytes[place + 2] = negative ? 10 - digit : digit + 1;
  }
  // A negative number with more digits is the smaller one.
  if (negative) bytes[digits.length + 2] = 255;
  return bytes;
}

/** Less than zero, zero or more, as for sorting. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (short.test(a) && short.test(b)) return Number(a) - Number(b);
  return Buffer.compare(sortableNumber(a), sortableNumber(b));
}

/** Bytes that a number counts for: one, and one for two digits before and after the point. */
export function numberSize(text: string): number {
  const { digits, exponent } = readDecimal(text);
  const fraction = Math.min(Math.max(-exponent, 0), digits.length);
  return 1 + Math.ceil((digits.length - fraction) / 2) + Math.ceil(fraction / 2);
}
