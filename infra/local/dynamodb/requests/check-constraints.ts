import { validation } from '../validation-error.ts';
import type { Shape, StructureShape } from './shape.ts';

const mostTold = 10;
const patterns = new Map<string, RegExp>();

/** Throws ValidationException that lists what of a request lies outside the bounds of its shape. */
export function checkConstraints(input: object, shape: StructureShape): void {
  const found: string[] = [];
  checkMembers(input as Record<string, unknown>, shape, '', found);
  if (found.length === 0) return;
  const told = found.slice(0, mostTold);
  throw validation(`${told.length} validation error${told.length > 1 ? 's' : ''} detected: ${told.join('; ')}`);
}

function checkMembers(input: Record<string, unknown>, shape: StructureShape, path: string, found: string[]): void {
  for (const name in shape.members) {
    const member = shape.members[name]!;
    const given = input[name];
    if (given === undefined || given === null) {
      if (member.required) note(found, ' null', path + lowerFirst(name), 'Member must not be null');
    } else if (member.type !== 'value' && member.type !== 'boolean') {
      check(given, member, path + lowerFirst(name), found);
    }
  }
}

function check(given: unknown, shape: Shape, path: string, found: string[]): void {
  switch (shape.type) {
    case 'text':
      checkText(given as string, shape, path, found);
      break;
    case 'integer':
      checkBounds(given as number, given, 'value', shape, path, found);
      break;
    case 'list': {
      const list = given as unknown[];
      checkBounds(list.length, given, 'length', shape, path, found);
      if (shape.of.type === 'value') return;
      for (const [place, each] of list.entries()) check(each, shape.of, `${path}.${place + 1}.member`, found);
      break;
    }
    case 'map': {
      const map = given as Record<string, unknown>;
      checkBounds(Object.keys(map).length, given, 'length', shape, path, found);
      if (shape.of.type === 'value') return;
      for (const key of Object.keys(map)) check(map[key], shape.of, `${path}.${key}.member`, found);
      break;
    }
    case 'structure':
      checkMembers(given as Record<string, unknown>, shape, `${path}.`, found);
      break;
    case 'value':
    case 'boolean':
      break;
  }
}

function checkText(given: string, shape: Extract<Shape, { type: 'text' }>, path: string, found: string[]): void {
  if (shape.oneOf && !shape.oneOf.includes(given)) {
    note(found, quoted(given), path, `Member must satisfy enum value set: [${shape.oneOf.join(', ')}]`);
  }
  if (
    shape.pattern !== undefined &&
    !(shape.orArn && given.startsWith('arn:')) &&
    !compiled(shape.pattern).test(given)
  ) {
    note(found, quoted(given), path, `Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
  checkBounds(given.length, given, 'length', shape, path, found);
}

function checkBounds(
  size: number,
  given: unknown,
  what: 'length' | 'value',
  shape: Bounded,
  path: string,
  found: string[],
): void {
  const { min, max, hidden } = shape;
  if ((min === undefined || size >= min) && (max === undefined || size <= max)) return;
  const value = hidden ? '' : quoted(given, shape);
  if (min !== undefined && size < min) {
    note(found, value, path, `Member must have ${what} greater than or equal to ${min}`);
  }
  if (max !== undefined && size > max) {
    note(found, value, path, `Member must have ${what} less than or equal to ${max}`);
  }
}

function note(found: string[], value: string, path: string, rule: string): void {
  found.push(`Value${value} at '${path}' failed to satisfy constraint: ${rule}`);
}

type Bounded = Exclude<Shape, { type: 'value' | 'boolean' | 'structure' }> & { hidden?: true };

function quoted(given: unknown, shape?: Shape): string {
  return ` '${show(given, shape)}'`;
}

function show(given: unknown, shape: Shape | undefined): string {
  if (Array.isArray(given)) {
    const of = shape?.type === 'list' ? shape.of : undefined;
    return `[${given.map((each) => show(each, of)).join(', ')}]`;
  }
  if (typeof given !== 'object' || given === null) return String(given);
  const { name, members } = shape?.type === 'structure' ? shape : { name: undefined, members: undefined };
  const list = Object.entries(given).map(
    ([member, each]) => `${name === undefined ? member : lowerFirst(member)}=${show(each, members?.[member])}`,
  );
  return name === undefined ? `{${list.join(', ')}}` : `${name}(${list.join(', ')})`;
}

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(`^${pattern}$`);
  patterns.set(pattern, known);
  return known;
}

function lowerFirst(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}
