import type { z } from 'zod';
import type { ObjectValue, Value } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { nearest } from '#flows/language/nearest.ts';
import { alternatives, anything, type Known, mayBe, overlap, type Shape, shapeWords } from '../shape/shape.ts';
import { reportIssues } from '../source/report-issues.ts';
import { checkValue, type Where } from './check-value.ts';
import type { Checking } from './checking.ts';

/** A part of the inputs whose value only a run will tell. */
interface Hole {
  path: readonly (string | number)[];
  value: Value;
  known: Known;
}

/** Checks named values against the schema they are for; without one only their expressions. */
export function checkInputs(
  checking: Checking,
  inputs: ObjectValue,
  schema: z.ZodType | undefined,
  where: Where,
): void {
  const holes: Hole[] = [];
  const draft = draftOf(checking, inputs, where, [], holes);
  if (!schema || areLost(checking, inputs)) return;
  const shape = checking.shape(schema, 'input');
  checkNames(checking, inputs, shape);
  const result = schema.safeParse(draft);
  if (!result.success) {
    const issues = result.error.issues.filter((issue) => stands(issue, holes));
    reportIssues(issues, draft, inputs.pointer, checking.report);
  }
  checkUses(checking, inputs, schema, draft);
  for (const hole of holes) checkHole(checking, hole, expectedAt({ shape, missing: false }, hole.path));
}

/** Whether the inputs have no meaning, or may be those under a misspelt name. */
export function areLost({ isLost }: Checking, { entries, pointer }: ObjectValue): boolean {
  return isLost(pointer) || (entries.length === 0 && isLost(pointer.slice(0, -1)));
}

/** The inputs as far as they are known, holes left out. */
function draftOf(checking: Checking, value: Value, where: Where, path: Hole['path'], holes: Hole[]): Json | undefined {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'expression':
    case 'text':
      holes.push({ path, value, known: checkValue(checking, value, where) });
      return undefined;
    case 'list':
      return value.items.map((item, index) => draftOf(checking, item, where, [...path, index], holes)) as Json[];
    case 'object': {
      const fields = value.entries.map(({ key, value: of }) => [
        key,
        draftOf(checking, of, where, [...path, key], holes),
      ]);
      return Object.fromEntries(fields.filter(([, of]) => of !== undefined));
    }
  }
}

/** Whether what zod says holds whatever the holes will be filled with. */
function stands(issue: z.core.$ZodIssue, holes: Hole[]): boolean {
  // Names are checked against the shape, which knows suggestions.
  if (issue.code === 'unrecognized_keys') return false;
  const starts = (path: readonly PropertyKey[], with_: readonly PropertyKey[]) =>
    with_.every((key, index) => path[index] === key);
  if (holes.some(({ path }) => starts(issue.path, path))) return false;
  const sure = issue.code === 'invalid_type' || issue.code === 'too_big' || issue.code === 'too_small';
  return sure || !holes.some(({ path }) => starts(path, issue.path));
}

function checkNames(checking: Checking, value: Value, shape: Shape): void {
  const only = alternatives(shape).filter(({ kind }) => kind !== 'null');
  const [expected] = only;
  if (only.length !== 1 || !expected) return;
  if (value.kind === 'list' && expected.kind === 'list') {
    for (const item of value.items) checkNames(checking, item, expected.item);
  }
  if (value.kind !== 'object' || expected.kind !== 'object') return;
  for (const { key, value: of } of value.entries) {
    const field = expected.fields.get(key)?.shape ?? expected.rest;
    if (field) checkNames(checking, of, field);
    else {
      const params = { field: key, suggestion: nearest(key, expected.fields.keys()) };
      checking.report('unknownField', params, [...value.pointer, key], 'key');
    }
  }
}

/** Reports fields that are for other values of another field than the one it has, as far as that is known. */
function checkUses({ report }: Checking, { entries }: ObjectValue, schema: z.ZodType, draft: Json | undefined): void {
  const { shape = {} } = schema as Partial<z.ZodObject<Record<string, z.ZodType>>>;
  for (const { key, value } of entries) {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    const onlyFor = (field?.meta()?.onlyFor ?? {}) as Record<string, string[]>;
    for (const [other, values] of Object.entries(onlyFor)) {
      const written = entries.some((entry) => entry.key === other);
      const given = written ? (draft as JsonObject)[other] : shape[other]?.safeParse(undefined).data;
      if (typeof given !== 'string' || values.includes(given)) continue;
      report('fieldUnused', { field: key, other, value: given, values: values.join(', ') }, value.pointer);
    }
  }
}

/** What the operation expects at a path of its inputs; `missing` where it may be left out. */
function expectedAt(known: Known, path: Hole['path']): Known {
  const [key, ...rest] = path;
  if (key === undefined) return known;
  const inner = alternatives(known.shape).flatMap((shape): Known[] => {
    if (shape.kind === 'list' && typeof key === 'number') return [{ shape: shape.item, missing: true }];
    if (shape.kind !== 'object') return [];
    return [shape.fields.get(String(key)) ?? { shape: shape.rest ?? { kind: 'any' }, missing: true }];
  });
  return inner.length === 1 ? expectedAt(inner[0] as Known, rest) : { ...anything, missing: true };
}

// One value is a list of one, and null is left out: see 3-lower/input-text.ts.
function fits(shape: Shape, { shape: expected, missing }: Known): boolean {
  if (overlap(shape, expected) || (missing && mayBe(shape, 'null'))) return true;
  return alternatives(expected).some((each) => each.kind === 'list' && overlap(shape, each.item));
}

function checkHole({ report }: Checking, { path, value, known }: Hole, expected: Known): void {
  const { pointer } = value;
  if (!fits(known.shape, expected)) {
    report('wrongType', { expected: shapeWords(expected.shape), actual: shapeWords(known.shape) }, pointer);
    return;
  }
  const mayBeNull = alternatives(known.shape).some(({ kind }) => kind === 'null') && !mayBe(expected.shape, 'null');
  if (!expected.missing && (known.missing || mayBeNull)) {
    report('mayBeMissing', { field: path.join('.') }, pointer);
  }
}
