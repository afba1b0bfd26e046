/** DynamoDB's types by their names in requests. */
export type TypeName = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** An attribute's value as JSON carries it, bytes in base64; exactly one member is there once it was read. */
export interface Value {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: Value[];
  M?: Item;
}

export type Item = Record<string, Value>;

export const typeNames: readonly TypeName[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

/** The type of a value that was read. */
export function typeOf(value: Value): TypeName {
  for (const name in value) return name as TypeName;
  throw new Error('A value without a type.');
}

/** The attribute of that name; names such as `constructor` are names like any other. */
export function attributeOf(item: Item, name: string): Value | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** An item without attributes that may get one of any name. */
export function emptyItem(): Item {
  return Object.create(null) as Item;
}

/** A copy that shares nothing with the value. */
export function copyValue(value: Value): Value {
  if (value.M) return { M: copyItem(value.M) };
  if (value.L) return { L: value.L.map(copyValue) };
  const set = value.SS ?? value.NS ?? value.BS;
  return set ? { [typeOf(value)]: [...set] } : { ...value };
}

/** A copy that shares nothing with the item. */
export function copyItem(item: Item): Item {
  const copy = emptyItem();
  for (const name of Object.keys(item)) copy[name] = copyValue(item[name]!);
  return copy;
}
