import { CountedMistake, validation } from '../validation-error.ts';
import type { Item, Value } from '../values/attribute-value.ts';
import { readValue } from '../values/read-value.ts';

/** What the placeholders of a request's expressions stand for, and which of them were used. */
export class Placeholders {
  readonly #names: Record<string, string>;
  readonly #values: Item = Object.create(null) as Item;
  readonly #unusedNames: Set<string>;
  readonly #unusedValues: Set<string>;

  /** Throws ValidationException for placeholders that are written wrongly or stand for no value. */
  constructor(names: Record<string, string> | undefined, values: Item | undefined) {
    this.#names = names ?? {};
    this.#unusedNames = new Set(Object.keys(this.#names));
    this.#unusedValues = new Set(Object.keys(values ?? {}));
    if (names) checkKeys('ExpressionAttributeNames', this.#unusedNames, /^#[0-9a-zA-Z_]+$/);
    if (values) checkKeys('ExpressionAttributeValues', this.#unusedValues, /^:[0-9a-zA-Z_]+$/);
    for (const [key, given] of Object.entries(values ?? {})) this.#values[key] = readPlaced(key, given);
  }

  /** The attribute name behind `#name`; undefined for one that is not defined. */
  name(placeholder: string): string | undefined {
    if (!Object.hasOwn(this.#names, placeholder)) return undefined;
    this.#unusedNames.delete(placeholder);
    return this.#names[placeholder];
  }

  /** The value behind `:value`; undefined for one that is not defined. */
  value(placeholder: string): Value | undefined {
    this.#unusedValues.delete(placeholder);
    return this.#values[placeholder];
  }

  /** Throws ValidationException when a placeholder occurs in no expression. */
  checkUsed(): void {
    unused('ExpressionAttributeNames', this.#unusedNames);
    unused('ExpressionAttributeValues', this.#unusedValues);
  }
}

function checkKeys(parameter: string, keys: Set<string>, pattern: RegExp): void {
  if (keys.size === 0) throw validation(`${parameter} must not be empty`);
  for (const key of keys) {
    if (!pattern.test(key)) throw new CountedMistake(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
  }
}

function readPlaced(key: string, given: Value): Value {
  try {
    return readValue(given);
  } catch (error) {
    if (!(error instanceof CountedMistake) || !/ sets? |collection/.test(error.message)) throw error;
    throw new CountedMistake(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
  }
}

function unused(parameter: string, keys: Set<string>): void {
  if (keys.size === 0) return;
  throw validation(`Value provided in ${parameter} unused in expressions: keys: {${[...keys].join(', ')}}`);
}
