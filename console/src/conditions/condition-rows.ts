import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';

/** How the rows of a group count together: `none` is `{ not: { any } }`, `notAll` is `{ not: { all } }`. */
export type Join = 'all' | 'any' | 'none' | 'notAll';

/** A condition as a person sees it: rows in groups. What has no such form stays as it is written. */
export type Row =
  | { kind: 'group'; join: Join; rows: Row[] }
  | { kind: 'compare'; negated: boolean; left: Json; op: string; right: Json | undefined }
  | { kind: 'formula'; negated: boolean; text: string }
  | { kind: 'other'; written: Json };

export type CompareRow = Extract<Row, { kind: 'compare' }>;
export type GroupRow = Extract<Row, { kind: 'group' }>;

const negatedJoin = { all: 'notAll', any: 'none' } as const;

/** Reads a condition as it is written in a flow into rows; nothing of it is lost. */
export function readRow(written: Json): Row {
  if (!isObject(written)) return { kind: 'other', written };
  const keys = Object.keys(written);
  if (keys.length === 1 && isObject(written.not)) return negated(readRow(written.not)) ?? { kind: 'other', written };
  if (keys.length === 1 && Array.isArray(written.all)) return group('all', written.all);
  if (keys.length === 1 && Array.isArray(written.any)) return group('any', written.any);
  if (keys.length === 1 && typeof written.expr === 'string') {
    return { kind: 'formula', negated: false, text: written.expr };
  }
  const known = keys.every((key) => key === 'left' || key === 'op' || key === 'right');
  const { left, op, right } = written;
  if (!known || left === undefined || typeof op !== 'string') return { kind: 'other', written };
  return { kind: 'compare', negated: false, left, op, right };
}

function group(join: Join, of: Json[]): Row {
  return { kind: 'group', join, rows: of.map(readRow) };
}

/** The opposite of a row; undefined where that would say `not` twice. */
function negated(row: Row): Row | undefined {
  if (row.kind === 'other' || (row.kind !== 'group' && row.negated)) return undefined;
  if (row.kind !== 'group') return { ...row, negated: true };
  return row.join === 'all' || row.join === 'any' ? { ...row, join: negatedJoin[row.join] } : undefined;
}

/** Writes rows as a condition of a flow. */
export function writeRow(row: Row): Json {
  switch (row.kind) {
    case 'other':
      return row.written;
    case 'formula':
      return not(row.negated, { expr: row.text });
    case 'compare': {
      const { left, op, right } = row;
      return not(row.negated, { left, op, ...(right === undefined ? {} : { right }) });
    }
    case 'group': {
      const of = row.rows.map(writeRow);
      const any = row.join === 'any' || row.join === 'none';
      return not(row.join === 'none' || row.join === 'notAll', any ? { any: of } : { all: of });
    }
  }
}

function not(yes: boolean, condition: JsonObject): Json {
  return yes ? { not: condition } : condition;
}
