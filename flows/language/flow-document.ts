import { z } from 'zod';
import help from '#flows/text/en/flow-document.json' with { type: 'json' };
import { documentShapes } from './document.ts';

const { keys } = help;

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
  wait: z.lazy((): z.ZodType => z.union(Object.values(shapes.wait)).describe(keys.wait)),
  callback: z.lazy((): z.ZodType => shapes.callback.describe(keys.callback)),
  repeat: z.lazy((): z.ZodType => shapes.repeat.describe(keys.repeat)),
  concurrency: z.lazy((): z.ZodType => shapes.concurrency.describe(keys.concurrency)),
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
