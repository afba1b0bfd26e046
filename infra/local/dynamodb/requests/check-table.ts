import type { Path } from '../expression/document-path.ts';
import type { Table } from '../tables/table.ts';
import type { StoredTable, Tables } from '../tables/tables.ts';
import { validation } from '../validation-error.ts';

const arn = /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/([a-zA-Z0-9_.-]+)$/;

/** Characters. */
const shortestName = 3;
const longestName = 255;

/** The table that a request names, by name or ARN; throws ResourceNotFoundException. */
export function tableNamed(tables: Tables, name: string): StoredTable {
  return tables.get(bareName(name));
}

/** The name in an ARN, and any other name as it is. */
export function bareName(name: string): string {
  return arn.exec(name)?.[1] ?? name;
}

/** Throws ValidationException when a path leads into a key attribute, which has no inside. */
export function checkKeyPaths({ key, indexes }: Table, paths: readonly Path[]): void {
  const nested = new Set(paths.filter((path) => path.length > 1).map(([name]) => name));
  if (nested.size === 0) return;
  const refuse = (kind: string, name: string) => {
    if (!nested.has(name)) return;
    const rule = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed";
    throw validation(`${rule}: ${kind}: ${name}`);
  };
  for (const part of [key.hash, key.range]) if (part) refuse('Key', part.name);
  for (const index of indexes) {
    for (const part of [index.key.hash, index.key.range]) if (part) refuse('IndexKey', part.name);
  }
}

/** Throws ValidationException when an operation on a table as a whole names none, or one that cannot be. */
export function checkNamed({ TableName: name }: { TableName?: string | undefined }, isNew: boolean): void {
  if (name === undefined) throw validation("The parameter 'TableName' is required but was not present in the request");
  if (isNew || name.startsWith('arn:') || (name.length >= shortestName && name.length <= longestName)) return;
  throw validation(
    `TableName must be at least ${shortestName} characters long and at most ${longestName} characters long`,
  );
}
