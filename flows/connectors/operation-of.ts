import type { Catalogue } from './define-connector.ts';

/** What the catalogue says of an operation by its full name, `shop.find`; undefined when it knows no such one. */
export function operationOf<K extends 'actions' | 'triggers'>(
  catalogue: Catalogue,
  use: string,
  kind: K,
): Catalogue[string][K][string] | undefined {
  const [connector = '', name = ''] = use.split('.');
  const table = Object.hasOwn(catalogue, connector) ? catalogue[connector]?.[kind] : undefined;
  return table && Object.hasOwn(table, name) ? (table[name] as Catalogue[string][K][string]) : undefined;
}
