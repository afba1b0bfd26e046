/** What is known about the type of a value before any run. */
export type Shape =
  | { kind: 'any' | 'null' | 'boolean' | 'number' | 'function' }
  | { kind: 'text'; words?: readonly string[] }
  /** `least`: so many items are there for certain. */
  | { kind: 'list'; item: Shape; least?: number }
  | ObjectShape
  | { kind: 'oneOf'; of: readonly Shape[] };

export interface ObjectShape {
  kind: 'object';
  fields: ReadonlyMap<string, Known>;
  /** Shape of fields that are not listed; absent: there are none. */
  rest?: Shape;
}

/** A value's shape, and whether it may be missing altogether. */
export interface Known {
  shape: Shape;
  missing: boolean;
}

export const anything: Known = { shape: { kind: 'any' }, missing: false };
export const nothing: Known = { shape: { kind: 'null' }, missing: true };
export const nullValue: Known = { shape: { kind: 'null' }, missing: false };
export const text: Known = { shape: { kind: 'text' }, missing: false };
export const number: Known = { shape: { kind: 'number' }, missing: false };
export const boolean: Known = { shape: { kind: 'boolean' }, missing: false };

/** An object that has exactly these fields. */
export function objectOf(fields: Record<string, Known>): Known {
  return { shape: { kind: 'object', fields: new Map(Object.entries(fields)) }, missing: false };
}

/** A list of such items. */
export function listOf(item: Shape, least = 0): Known {
  return { shape: least > 0 ? { kind: 'list', item, least } : { kind: 'list', item }, missing: false };
}

/** What is known when the value is one of several. */
export function either(known: readonly Known[]): Known {
  return { shape: oneOf(known.map(({ shape }) => shape)), missing: known.some(({ missing }) => missing) };
}

/** The shape of a value that has one of several; what is said twice is said once. */
export function oneOf(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((shape) => (shape.kind === 'oneOf' ? shape.of : [shape]));
  if (flat.length === 0 || flat.some(({ kind }) => kind === 'any')) return { kind: 'any' };
  const scalars = new Map(flat.filter(isPlain).map((shape) => [shape.kind, shape]));
  const of = [...scalars.values(), ...flat.filter((shape) => !isPlain(shape))];
  return of.length === 1 ? (of[0] as Shape) : { kind: 'oneOf', of: [...new Set(of)] };
}

function isPlain(shape: Shape): boolean {
  return (
    shape.kind === 'null' ||
    shape.kind === 'boolean' ||
    shape.kind === 'number' ||
    (shape.kind === 'text' && !shape.words)
  );
}

/** The shapes that the value may have, one by one. */
export function alternatives(shape: Shape): readonly Shape[] {
  return shape.kind === 'oneOf' ? shape.of : [shape];
}

/** Whether the value may have one of these kinds; true when nothing is known. */
export function mayBe(shape: Shape, ...kinds: Shape['kind'][]): boolean {
  return alternatives(shape).some(({ kind }) => kind === 'any' || kinds.includes(kind));
}

/** Whether both may be numbers, or both texts: others are in no order. A null says nothing of what else it may be. */
export function mayBeOrdered(left: Shape, right: Shape): boolean {
  if (left.kind === 'null' || right.kind === 'null') return true;
  return (['number', 'text'] as const).some((kind) => mayBe(left, kind) && mayBe(right, kind));
}

/** Words of problems.md for the types a value may have: `@text|@number`. */
export function shapeWords(shape: Shape): string {
  return [...new Set(alternatives(shape).map(({ kind }) => `@${kind}`))].join('|');
}

/** Whether some value has both shapes. Objects are compared by kind only: their fields are looked at one by one. */
export function overlap(a: Shape, b: Shape): boolean {
  return alternatives(a).some((one) =>
    alternatives(b).some((other) => {
      if (one.kind === 'any' || other.kind === 'any') return true;
      if (one.kind === 'list' && other.kind === 'list') return overlap(one.item, other.item);
      if (one.kind === 'text' && other.kind === 'text' && one.words && other.words) {
        return one.words.some((word) => other.words?.includes(word));
      }
      return one.kind === other.kind;
    }),
  );
}
