import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Named, PackedKind } from './table-shape.ts';

/** What must hold of an item of some kind as it is; all of it. */
export interface Condition<K extends PackedKind | 'plain' = 'plain'> {
  /** False: there is no such item yet. */
  exists?: boolean;
  equals?: Partial<Record<Named<K>, unknown>>;
  oneOf?: Partial<Record<Named<K>, readonly unknown[]>>;
  lessThan?: Partial<Record<Named<K>, number | string>>;
  /** Inclusive bounds. */
  between?: Partial<Record<Named<K>, readonly [number | string, number | string]>>;
  absent?: readonly Named<K>[];
  /** Instead of the rest, another condition may hold. */
  or?: Condition<K>;
}

/** A condition on an item of whatever kind. */
export type AnyCondition = { [K in PackedKind | 'plain']: Condition<K> }[PackedKind | 'plain'];

/** What becomes of the item's attributes; undefined values are left as they are. */
export interface Change {
  set?: Record<string, unknown>;
  /** Takes the value of another attribute. */
  copy?: Record<string, string>;
  remove?: readonly string[];
  add?: Record<string, number>;
}

/** DynamoDB's expressions with placeholders for every name and value, so that reserved words cannot hurt. */
export class Expression {
  update: string | undefined;
  conditions: string | undefined;
  keys: string | undefined;
  filtered: string | undefined;
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, AttributeValue> = {};
  #count = 0;

  get names(): Record<string, string> | undefined {
    return Object.keys(this.#names).length > 0 ? this.#names : undefined;
  }

  get values(): Record<string, AttributeValue> | undefined {
    return Object.keys(this.#values).length > 0 ? this.#values : undefined;
  }

  /** Collects a change of an item. */
  change({ set = {}, copy = {}, remove = [], add = {} }: Change): this {
    const sets = [
      ...Object.entries(set).flatMap(([key, v]) => (v === undefined ? [] : [`${this.#name(key)} = ${this.#value(v)}`])),
      ...Object.entries(copy).map(([key, from]) => `${this.#name(key)} = ${this.#name(from)}`),
    ];
    const clauses: [string, string[]][] = [
      ['SET', sets],
      ['REMOVE', remove.map((key) => this.#name(key))],
      ['ADD', Object.entries(add).map(([key, v]) => `${this.#name(key)} ${this.#value(v)}`)],
    ];
    this.update = clauses
      .filter(([, parts]) => parts.length > 0)
      .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
      .join(' ');
    return this;
  }

  /** Collects what must hold of an item for its write. */
  condition(c: AnyCondition): this {
    this.conditions = this.#text(c);
    return this;
  }

  /** Collects what holds of the items that a query answers. */
  filter(c: AnyCondition): this {
    this.filtered = this.#text(c);
    return this;
  }

  /** Collects where a query looks; the bounds of the sort key are inclusive. */
  range(
    pkName: string,
    skName: string,
    { pk, prefix, from, to }: { pk: string } & Partial<Record<'prefix' | 'from' | 'to', string | undefined>>,
  ): this {
    const parts = [`${this.#name(pkName)} = ${this.#value(pk)}`];
    const sk = () => this.#name(skName);
    if (prefix !== undefined) parts.push(`begins_with(${sk()}, ${this.#value(prefix)})`);
    else if (from !== undefined && to !== undefined)
      parts.push(`${sk()} BETWEEN ${this.#value(from)} AND ${this.#value(to)}`);
    else if (from !== undefined) parts.push(`${sk()} >= ${this.#value(from)}`);
    else if (to !== undefined) parts.push(`${sk()} <= ${this.#value(to)}`);
    this.keys = parts.join(' AND ');
    return this;
  }

  #name(attribute: string): string {
    this.#names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  #value(of: unknown): string {
    const placeholder = `:${this.#count++}`;
    this.#values[placeholder] = marshall({ of }, { removeUndefinedValues: true }).of as AttributeValue;
    return placeholder;
  }

  #text(c: AnyCondition): string {
    const all: string[] = [];
    if (c.exists !== undefined) all.push(`attribute_${c.exists ? '' : 'not_'}exists(${this.#name('pk')})`);
    for (const [key, v] of Object.entries(c.equals ?? {})) all.push(`${this.#name(key)} = ${this.#value(v)}`);
    for (const [key, list] of Object.entries(c.oneOf ?? {}))
      all.push(`${this.#name(key)} IN (${list.map((v) => this.#value(v)).join(', ')})`);
    for (const [key, v] of Object.entries(c.lessThan ?? {})) all.push(`${this.#name(key)} < ${this.#value(v)}`);
    for (const [key, [low, high]] of Object.entries(c.between ?? {}))
      all.push(`${this.#name(key)} BETWEEN ${this.#value(low)} AND ${this.#value(high)}`);
    for (const key of c.absent ?? []) all.push(`attribute_not_exists(${this.#name(key)})`);
    const text = all.join(' AND ');
    return c.or ? `(${text}) OR (${this.#text(c.or)})` : text;
  }
}
