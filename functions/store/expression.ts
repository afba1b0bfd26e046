import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** What must hold of the item as it is; all of it. */
export interface Condition {
  /** False: there is no such item yet. */
  exists?: boolean;
  equals?: Record<string, unknown>;
  oneOf?: Record<string, readonly unknown[]>;
  lessThan?: Record<string, number | string>;
  /** Inclusive bounds. */
  between?: Record<string, readonly [number | string, number | string]>;
  absent?: readonly string[];
  /** Instead of the rest, another condition may hold. */
  or?: Condition;
}

/** What becomes of the item's attributes; undefined values are left as they are. */
export interface Change {
  set?: Record<string, unknown>;
  /** Takes the value of another attribute. */
  copy?: Record<string, string>;
  remove?: readonly string[];
  add?: Record<string, number>;
}

export type Expression = ReturnType<typeof expression>;

/** Collects DynamoDB's expressions with placeholders for every name and value, so that reserved words cannot hurt. */
export function expression() {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  let count = 0;

  const name = (attribute: string): string => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  const value = (of: unknown): string => {
    const placeholder = `:${count++}`;
    values[placeholder] = marshall({ of }, { removeUndefinedValues: true }).of as AttributeValue;
    return placeholder;
  };
  const render = (c: Condition): string => {
    const all: string[] = [];
    if (c.exists !== undefined) all.push(`attribute_${c.exists ? '' : 'not_'}exists(${name('pk')})`);
    for (const [key, v] of Object.entries(c.equals ?? {})) all.push(`${name(key)} = ${value(v)}`);
    for (const [key, list] of Object.entries(c.oneOf ?? {}))
      all.push(`${name(key)} IN (${list.map(value).join(', ')})`);
    for (const [key, v] of Object.entries(c.lessThan ?? {})) all.push(`${name(key)} < ${value(v)}`);
    for (const [key, [low, high]] of Object.entries(c.between ?? {}))
      all.push(`${name(key)} BETWEEN ${value(low)} AND ${value(high)}`);
    for (const key of c.absent ?? []) all.push(`attribute_not_exists(${name(key)})`);
    const text = all.join(' AND ');
    return c.or ? `(${text}) OR (${render(c.or)})` : text;
  };

  return {
    update: undefined as string | undefined,
    conditions: undefined as string | undefined,
    keys: undefined as string | undefined,
    filtered: undefined as string | undefined,
    get names() {
      return Object.keys(names).length > 0 ? names : undefined;
    },
    get values() {
      return Object.keys(values).length > 0 ? values : undefined;
    },
    change({ set = {}, copy = {}, remove = [], add = {} }: Change) {
      const sets = Object.entries(set).filter(([, v]) => v !== undefined);
      const clauses = [
        [
          'SET',
          [
            ...sets.map(([key, v]) => `${name(key)} = ${value(v)}`),
            ...Object.entries(copy).map(([key, from]) => `${name(key)} = ${name(from)}`),
          ],
        ],
        ['REMOVE', remove.map(name)],
        ['ADD', Object.entries(add).map(([key, v]) => `${name(key)} ${value(v)}`)],
      ] as const;
      this.update = clauses
        .filter(([, parts]) => parts.length > 0)
        .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
        .join(' ');
      return this;
    },
    condition(c: Condition) {
      this.conditions = render(c);
      return this;
    },
    filter(c: Condition) {
      this.filtered = render(c);
      return this;
    },
    range(
      pkName: string,
      skName: string,
      range: {
        pk: string;
        prefix?: string | undefined;
        from?: string | undefined;
        to?: string | undefined;
      },
    ) {
      const parts = [`${name(pkName)} = ${value(range.pk)}`];
      if (range.prefix !== undefined) parts.push(`begins_with(${name(skName)}, ${value(range.prefix)})`);
      else if (range.from !== undefined && range.to !== undefined)
        parts.push(`${name(skName)} BETWEEN ${value(range.from)} AND ${value(range.to)}`);
      else if (range.from !== undefined) parts.push(`${name(skName)} >= ${value(range.from)}`);
      else if (range.to !== undefined) parts.push(`${name(skName)} <= ${value(range.to)}`);
      this.keys = parts.join(' AND ');
      return this;
    },
  };
}
