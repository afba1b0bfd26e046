import { z } from 'zod';
import { documentShapes } from './document.ts';

const anything = z.unknown();
const steps = z.array(anything);
const branches = z.record(z.string(), anything);
const shapes = documentShapes<z.ZodType>({
  trigger: anything,
  steps,
  branches,
  condition: anything,
  conditions: anything,
  expression: anything,
  value: anything,
  values: anything,
  concurrency: anything,
  inner: () => anything,
});

/** Fields of a step that hold steps, and fields that hold lists of steps by name, of all kinds together. */
export const listsOfSteps: ReadonlySet<string | number> = fieldsOf(steps);
export const namedLists: ReadonlySet<string | number> = fieldsOf(branches);

function fieldsOf(part: z.core.$ZodType): Set<string> {
  const fields = Object.values(shapes.steps).flatMap(({ shape }) => Object.entries(shape));
  return new Set(fields.filter(([, field]) => holds(field, part)).map(([name]) => name));
}

function holds(field: z.core.$ZodType, part: z.core.$ZodType): boolean {
  // A description makes a copy of the schema that shares its definition.
  if (field._zod.def === part._zod.def) return true;
  if (field instanceof z.ZodOptional) return holds(field.unwrap(), part);
  return field instanceof z.ZodUnion && field.options.some((option) => holds(option, part));
}
