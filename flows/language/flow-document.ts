import { z } from 'zod';
import { documentShapes } from './document.ts';

const value: z.ZodType = z.lazy(() => anyValue);
const condition: z.ZodType = z.lazy(() => anyCondition);
const steps: z.ZodType = z.lazy(() => listOfSteps);

const shapes = documentShapes({
  trigger: z.lazy((): z.ZodType => shapes.trigger.describe('What starts the flow.')),
  steps,
  branches: z.record(z.string(), steps),
  condition,
  conditions: z.array(condition).min(1),
  expression: z.string().regex(/^\{\{[\s\S]*\}\}$/),
  value,
  values: z.record(z.string(), value),
  wait: z.lazy((): z.ZodType => z.union(Object.values(shapes.wait)).describe('A duration, a time or an event.')),
  concurrency: z.lazy((): z.ZodType => shapes.concurrency.describe('How many runs may go on at the same time.')),
});

const anyValue = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)])
  .describe('JSON. Text may hold `{{ expressions }}`; text that is one expression keeps the type of its value.')
  .meta({ id: 'value' });
const anyCondition = z.union(Object.values(shapes.condition)).meta({ id: 'condition' });
const step = z
  .union(Object.values(shapes.steps))
  .describe('One step; its kind is told by its fields.')
  .meta({ id: 'step' });
const listOfSteps = z.array(step).describe('Steps, run in order.').meta({ id: 'steps' });

/** JSON Schema (2020-12) of a flow document, for editors. */
export function flowJsonSchema(): object {
  return { ...z.toJSONSchema(shapes.flow, { io: 'input' }), title: 'Millrace flow' };
}
