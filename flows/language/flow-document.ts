import { z } from 'zod';
import { documentShapes } from './document.ts';

const value = z
  .json()
  .describe('JSON. Text may hold `{{ expressions }}`; text that is one expression keeps the type of its value.')
  .meta({ id: 'value' });
const condition: z.ZodType = z
  .lazy(() => z.union(Object.values(shapes.condition)))
  .describe('A condition.')
  .meta({ id: 'condition' });
const expression = z
  .string()
  .regex(/^\{\{[\s\S]*\}\}$/)
  .meta({ id: 'expression' });
const steps: z.ZodType = z.lazy(() => z.array(step)).meta({ id: 'steps' });
const wait: z.ZodType = z
  .lazy(() => z.union(Object.values(shapes.wait)))
  .describe('`for` a duration, `until` a time, or an `event`.')
  .meta({ id: 'wait' });

const shapes = documentShapes({
  trigger: z.lazy((): z.ZodType => shapes.trigger.describe('What starts the flow.')),
  steps,
  branches: z.record(z.string(), steps),
  condition,
  conditions: z.array(condition).min(1),
  expression,
  value,
  values: z.record(z.string(), value),
  wait,
  concurrency: z.lazy((): z.ZodType => shapes.concurrency.describe('How many runs may go on at the same time.')),
});
const step = z
  .union(Object.values(shapes.steps))
  .describe('One step; its kind is told by its fields.')
  .meta({ id: 'step' });

/** JSON Schema (2020-12) of a flow document, for editors. */
export function flowJsonSchema(): object {
  return {
    ...z.toJSONSchema(shapes.flow, { io: 'input' }),
    title: 'Millrace flow',
  };
}
