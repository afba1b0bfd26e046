import { nearest } from '#flows/language/nearest.ts';
import { alternatives, anything, type Known, listOf, type ObjectShape, oneOf, type Shape } from '../shape/shape.ts';

/** What a field of a value is known to be. */
export interface FieldOf {
  known: Known;
  /** `absent`: no value of this shape has it; `unlisted`: it may be there, but a listed field has nearly its name. */
  doubt?: 'absent' | 'unlisted';
  suggestion?: string | undefined;
}

/** The field `name` of a value, as JSONata reads it: of a list it is the field of every item. */
export function fieldOf(value: Known, name: string): FieldOf {
  const found: Known[] = [];
  let open = false;
  let mayMiss = value.missing;
  for (const shape of alternatives(value.shape)) {
    const field = fieldOfShape(shape, name);
    if (field) found.push(field);
    else mayMiss = true;
    open ||= field !== undefined && shape.kind === 'object' && !shape.fields.has(name);
  }
  const mayBeMisspelt = found.length === 0 || open;
  const suggestion = mayBeMisspelt ? nearest(name, fieldNames(value.shape)) : undefined;
  if (found.length === 0) return { known: anything, doubt: 'absent', suggestion };
  const known = {
    shape: oneOf(found.map(({ shape }) => shape)),
    missing: mayMiss || found.some(({ missing }) => missing),
  };
  return open && suggestion !== undefined ? { known, doubt: 'unlisted', suggestion } : { known };
}

function fieldOfShape(shape: Shape, name: string): Known | undefined {
  switch (shape.kind) {
    case 'any':
      return anything;
    case 'object':
      return shape.fields.get(name) ?? restOf(shape);
    case 'list': {
      const { known, doubt } = fieldOf({ shape: shape.item, missing: false }, name);
      if (doubt === 'absent') return undefined;
      return { shape: oneOf([known.shape, listOf(known.shape).shape]), missing: known.missing || !shape.least };
    }
    default:
      return undefined;
  }
}

function restOf({ rest }: ObjectShape): Known | undefined {
  return rest && { shape: rest, missing: rest.kind !== 'any' };
}

function fieldNames(shape: Shape): string[] {
  return alternatives(shape).flatMap((each) => {
    if (each.kind === 'object') return [...each.fields.keys()];
    return each.kind === 'list' ? fieldNames(each.item) : [];
  });
}

/** One item of a list; of anything else the value itself, as JSONata takes it. */
export function itemOf({ shape, missing }: Known): Known {
  return { shape: oneOf(alternatives(shape).map((each) => (each.kind === 'list' ? each.item : each))), missing };
}
