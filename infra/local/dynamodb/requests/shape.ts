/** What a member of a request may be, as the API reference describes it. */
export type Shape =
  | TextShape
  | NumberShape
  | { type: 'boolean'; required?: true }
  | { type: 'value'; required?: true }
  | { type: 'list'; of: Shape; required?: true; min?: number; max?: number; hidden?: true }
  | { type: 'map'; of: Shape; name: string; required?: true; min?: number; max?: number; hidden?: true }
  | StructureShape;

interface TextShape {
  type: 'text';
  required?: true;
  /** Characters. */
  min?: number;
  max?: number;
  /** Regular expression for the whole text. */
  pattern?: string;
  /** Whether an ARN may stand in its place, whatever the pattern. */
  orArn?: true;
  /** In the order in which AWS lists them. */
  oneOf?: readonly string[];
}

interface NumberShape {
  type: 'integer';
  required?: true;
  min?: number;
  max?: number;
  hidden?: true;
}

export interface StructureShape {
  type: 'structure';
  /** As AWS writes it in messages. */
  name?: string;
  required?: true;
  members: Readonly<Record<string, Shape>>;
}

export const text: TextShape = { type: 'text' };
export const flag: Shape = { type: 'boolean' };
export const value: Shape = { type: 'value' };

export function oneOf(...names: string[]): TextShape {
  return { type: 'text', oneOf: names };
}

export function integer(min?: number, max?: number): NumberShape {
  return { type: 'integer', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export function listOf(of: Shape, min?: number, max?: number): Extract<Shape, { type: 'list' }> {
  return { type: 'list', of, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** `name` is the Java type of the values, for messages. */
export function mapOf(of: Shape, name: string, min?: number, max?: number): Extract<Shape, { type: 'map' }> {
  return { type: 'map', of, name, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export function structure(members: Record<string, Shape>, name?: string): StructureShape {
  return { type: 'structure', members, ...(name !== undefined && { name }) };
}

/** One whose value AWS leaves out of its messages. */
export function hidden<T extends Shape>(shape: T): T & { hidden: true } {
  return { ...shape, hidden: true };
}

export function required<T extends Shape>(shape: T): T & { required: true } {
  return { ...shape, required: true };
}
