import type { Json } from '#flows/language/json.ts';
import { numberOf } from '#flows/language/number-text.ts';
import type { GroupRow, Row } from './condition-rows.ts';

/** Groups stand no deeper than this inside each other, the outermost being the first. */
export const deepest = 3;

/** A row that a person has still to fill. */
export const emptyRow: Row = { kind: 'compare', negated: false, left: '', op: 'equals', right: '' };
export const emptyFormula: Row = { kind: 'formula', negated: false, text: '{{ true }}' };

/** A condition as a group: one row that stands alone is a group of one. */
export function asGroup(row: Row): GroupRow {
  return row.kind === 'group' ? row : { kind: 'group', join: 'all', rows: [row] };
}

/** The group without what a single row needs not; undefined when nothing is left of it. */
export function fromGroup(group: GroupRow): Row | undefined {
  const [only] = group.rows;
  if (only === undefined) return undefined;
  return group.rows.length === 1 && (group.join === 'all' || group.join === 'any') ? only : group;
}

/** The rows with one replaced, or taken out. */
export function withRow(rows: readonly Row[], index: number, row: Row | undefined): Row[] {
  return row === undefined ? rows.toSpliced(index, 1) : rows.with(index, row);
}

/** The rows with one moved by some places. */
export function movedRow(rows: readonly Row[], index: number, by: number): Row[] {
  const row = rows[index];
  const to = index + by;
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  return rows.toSpliced(index, 1).toSpliced(to, 0, row);
}

/** The opposite of a row. */
export function opposite(row: Row): Row {
  if (row.kind === 'other') return row;
  if (row.kind !== 'group') return { ...row, negated: !row.negated };
  const joins = { all: 'notAll', notAll: 'all', any: 'none', none: 'any' } as const;
  return { ...row, join: joins[row.join] };
}

/** Where the rows of a group stand below it. */
export function rowsPath(join: GroupRow['join']): string[] {
  return { all: ['all'], any: ['any'], none: ['not', 'any'], notAll: ['not', 'all'] }[join];
}

const ordering = ['gt', 'gte', 'lt', 'lte', 'between'];

/**
 * What is being typed beside an operator: a number where numbers are compared, or where there was one, as long as it
 * reads the same as what was typed.
 */
export function typedOperand(text: string, op: string, before: unknown): string | number {
  const number = numberOf(text);
  const isNumber = number !== undefined && String(number) === text;
  return isNumber && (ordering.includes(op) || typeof before === 'number') ? number : text;
}

/** A value beside an operator that orders once it is typed: `1,000` and `１０００` are numbers then, `007` is a text. */
export function settledOperand(value: Json, op: string): Json {
  if (Array.isArray(value)) return value.map((each) => settledOperand(each, op));
  if (!ordering.includes(op) || typeof value !== 'string' || /^\s*[0０]\p{Nd}/u.test(value)) return value;
  return numberOf(value) ?? value;
}
