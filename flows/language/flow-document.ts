import { z } from 'zod';
import { documentShapes } from './document.ts';
import { keys } from './document-parts.ts';

const value: z.ZodType = z.lazy(() => anyValue);
const condition: z.ZodType = z.lazy(() => anyCondition);
const steps: z.ZodType = z.lazy(() => listOfSteps);

const shapes = documentShapes({
  trigger: z.lazy((): z.ZodType => shapes.trigger.describe(keys.trigger)),
  steps,
  branches: z.record(z.string(), steps),
  condition,
  conditions: z.array(condition).min(1),
  expression: z.string().regex(/^\{\{[\s\S]*\}\}$/),
  value,
  values: z.record(z.string(), value),
  concurrency: z.lazy((): z.ZodType => shapes.concurrency.describe(keys.concurrency)),
  inner: (shape) => shape,
});

const anyValue = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)])
  .describe(keys.value)
  .meta({ id: 'value' });
const anyCondition = z.union(Object.values(shapes.condition)).meta({ id: 'condition' });
const step = z.union(Object.values(shapes.steps)).describe(keys.step).meta({ id: 'step' });
const listOfSteps = z.array(step).describe(keys.steps).meta({ id: 'steps' });

/** JSON Schema (2020-12) of a flow document, for editors. */
export function flowJsonSchema(): object {
  return { ...z.toJSONSchema(shapes.flow, { io: 'input' }), title: 'Millrace flow' };
}
