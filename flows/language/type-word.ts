/** Word of problems.md for the type of a JSON value. */
export function typeWord(value: unknown): string {
  if (value === null) return '@null';
  if (value === undefined) return '@nothing';
  if (Array.isArray(value)) return '@list';
  if (typeof value === 'string') return '@text';
  return `@${typeof value}`;
}
