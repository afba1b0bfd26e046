import { apart, type Key, type PackedKind, tableShape } from './table-shape.ts';

const { indexes, expiry } = tableShape;
const always: ReadonlySet<string> = new Set([
  ...Object.values(indexes).flatMap(({ partition, sort }) => [partition, sort]),
  expiry,
]);

/** The item with everything that is only read in one attribute, since each attribute costs whoever stores it. */
export function packed<K extends PackedKind>(
  { pk, sk, ...item }: Key<K> & Record<string, unknown>,
  kind: K,
): Key<K> & Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  const named: readonly string[] = apart[kind];
  for (const name in item) (always.has(name) || named.includes(name) ? whole : rest)[name] = item[name];
  return { pk, sk, ...whole, packed: JSON.stringify(rest) };
}

/** The item as it was before it was packed; `ended` and attributes that were set later count more than what was packed. */
export function unpacked(item: Record<string, unknown>): Record<string, unknown> {
  if (item.packed === undefined) return item;
  const { packed: first, ended, ...later } = item as { packed: string; ended?: string };
  return { ...JSON.parse(first), ...(ended !== undefined && JSON.parse(ended)), ...later };
}
