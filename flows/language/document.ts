import { z } from 'zod';
import { connectorErrorClasses } from './connector-error-class.ts';
import {
  connection,
  type DocumentParts,
  duration,
  flowId,
  keys,
  operation,
  stepId,
  timeSpan,
  title,
} from './document-parts.ts';
import { operators } from './operators.ts';
import { stepKinds } from './step-kinds.ts';

const retry = z
  .strictObject({
    attempts: z.int().min(1).max(20).optional().describe(keys.attempts),
    first: duration.optional().describe(keys.first),
    factor: z.number().min(1).max(10).optional().describe(keys.factor),
    max: duration.optional().describe(keys.longestDelay),
    jitter: z.enum(['none', 'full']).optional().describe(keys.jitter),
    on: z.array(z.enum(connectorErrorClasses)).min(1).optional().describe(keys.retryOn),
  })
  .describe(keys.retry);

/** Every node of the document, with the given parts for what is nested in it. */
export function documentShapes<N extends z.ZodType>(parts: DocumentParts<N>) {
  return {
    flow: flowShape(parts),
    trigger: z.strictObject({
      use: operation(keys.triggerUse),
      connection: connection.optional(),
      with: parts.values.optional().describe(keys.triggerWith),
      when: parts.condition.optional().describe(keys.when),
    }),
    concurrency: z.strictObject({
      key: parts.value.optional().describe(keys.concurrencyKey),
      max: z.int().min(1).max(1000).describe(keys.concurrencyMax),
      whenFull: z.enum(['queue', 'skip', 'replace']).optional().describe(keys.whenFull),
    }),
    steps: stepShapes(parts),
    condition: conditionShapes(parts),
  };
}

function flowShape<N extends z.ZodType>(parts: DocumentParts<N>) {
  return z.strictObject({
    $schema: z.string().optional().describe(keys.schema),
    id: flowId.describe(keys.flowId),
    name: title.min(1).optional().describe(keys.flowName),
    description: z.string().max(4000).optional().describe(keys.flowDescription),
    trigger: parts.trigger,
    steps: parts.steps,
    type: z.enum(['express', 'standard']).optional().describe(keys.type),
    deadline: duration.optional().describe(keys.deadline),
    concurrency: parts.concurrency.optional(),
  });
}

/** The fields that every step may carry. */
function baseFields(parts: DocumentParts) {
  return {
    id: stepId,
    name: title.optional().describe(keys.stepName),
    note: z.string().max(4000).optional().describe(keys.note),
    disabled: z.boolean().optional().describe(keys.disabled),
    retry: z
      .union([z.literal('off'), retry])
      .optional()
      .describe(keys.retryOr),
    timeout: timeSpan.optional().describe(keys.timeout),
    onError: z
      .union([z.enum(['fail', 'continue']), parts.steps])
      .optional()
      .describe(keys.onError),
  };
}

/** What every step may carry, as it is written. */
export type BaseFields = z.output<z.ZodObject<ReturnType<typeof baseFields>>>;

/** Shapes of steps, by the field that tells their kind. */
function stepShapes(parts: DocumentParts): Record<string, z.ZodObject> {
  const base = baseFields(parts);
  return Object.fromEntries(
    Object.values(stepKinds).map(({ key, fields }) => [key, z.strictObject({ ...base, ...fields(parts) })]),
  );
}

function conditionShapes<N extends z.ZodType>(parts: DocumentParts<N>) {
  return {
    all: z.strictObject({ all: parts.conditions.describe(keys.all) }),
    any: z.strictObject({ any: parts.conditions.describe(keys.any) }),
    not: z.strictObject({ not: parts.condition.describe(keys.not) }),
    expr: z.strictObject({ expr: parts.expression.describe(keys.expr) }),
    left: z.strictObject({
      left: parts.value,
      op: z.enum(operators).describe(keys.op),
      right: parts.value.optional(),
    }),
  };
}
