import { z } from 'zod';
import help from '#flows/text/en/flow-document.json' with { type: 'json' };
import type { ConnectorErrorClass } from './connector-error-class.ts';
import { durationPattern } from './duration.ts';
import { operators } from './operators.ts';

/** How a flow document is written. The parts stand for what is nested, so that a reader may look one level deep only. */
export interface DocumentParts {
  trigger: z.ZodType;
  steps: z.ZodType;
  /** Case or branch name to steps. */
  branches: z.ZodType;
  condition: z.ZodType;
  conditions: z.ZodType;
  /** Text that is one `{{ expression }}`. */
  expression: z.ZodType;
  /** JSON in which strings may hold `{{ expressions }}`. */
  value: z.ZodType;
  /** Named values. */
  values: z.ZodType;
  wait: z.ZodType;
  callback: z.ZodType;
  repeat: z.ZodType;
  concurrency: z.ZodType;
}

/** What the ids of flows may look like: they become names of state machines. */
const flowIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** What the ids of steps may look like: they become variables of expressions and names of states. */
export const stepIdPattern = /^[\p{ID_Start}_][\p{ID_Continue}]{0,59}$/u;
const operationPattern = /^[A-Za-z][A-Za-z0-9-]*\.[A-Za-z][A-Za-z0-9-]*$/;
const connectionPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** The error classes that a step may retry on. */
const errorClasses = [
  'RateLimited',
  'Unavailable',
  'Timeout',
  'InvalidInput',
  'Unauthorized',
  'NotFound',
  'Conflict',
  'Internal',
] as const satisfies readonly ConnectorErrorClass[];

/** What each key is for. */
const { keys } = help;

const duration = z.string().regex(durationPattern, { error: 'invalidDuration' });
/** The same, or text with an expression in it that gives a duration or a number of seconds. */
const timeSpan = z
  .string()
  .regex(new RegExp(`${durationPattern.source}|\\{\\{`), { error: 'invalidDuration' })
  .describe(keys.duration);
const stepId = z.string().regex(stepIdPattern, { error: 'invalidStepId' }).describe(keys.stepId);
const operation = (what: string) => z.string().regex(operationPattern, { error: 'invalidOperation' }).describe(what);
const connection = z.string().regex(connectionPattern, { error: 'invalidConnectionName' }).describe(keys.connection);
const title = z.string().max(200);

const retry = z
  .strictObject({
    attempts: z.int().min(1).max(20).optional().describe(keys.attempts),
    first: duration.optional().describe(keys.first),
    factor: z.number().min(1).max(10).optional().describe(keys.factor),
    max: duration.optional().describe(keys.longestDelay),
    jitter: z.enum(['none', 'full']).optional().describe(keys.jitter),
    on: z.array(z.enum(errorClasses)).min(1).optional().describe(keys.retryOn),
  })
  .describe(keys.retry);

/** Every node of the document, with the given parts for what is nested in it. */
export function documentShapes<P extends DocumentParts>(parts: P) {
  const base = {
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
      .union([z.enum(['fail', 'continue']), parts.steps as P['steps']])
      .optional()
      .describe(keys.onError),
  };
  return {
    flow: z.strictObject({
      $schema: z.string().optional().describe(keys.schema),
      id: z.string().regex(flowIdPattern, { error: 'invalidFlowId' }).describe(keys.flowId),
      name: title.min(1).optional().describe(keys.flowName),
      description: z.string().max(4000).optional().describe(keys.flowDescription),
      trigger: parts.trigger as P['trigger'],
      steps: parts.steps as P['steps'],
      type: z.enum(['express', 'standard']).optional().describe(keys.type),
      deadline: duration.optional().describe(keys.deadline),
      concurrency: (parts.concurrency as P['concurrency']).optional(),
    }),
    trigger: z.strictObject({
      use: operation(keys.triggerUse),
      connection: connection.optional(),
      with: (parts.values as P['values']).optional().describe(keys.triggerWith),
      when: (parts.condition as P['condition']).optional().describe(keys.when),
    }),
    concurrency: z.strictObject({
      key: (parts.value as P['value']).optional().describe(keys.concurrencyKey),
      max: z.int().min(1).max(1000).describe(keys.concurrencyMax),
      whenFull: z.enum(['queue', 'skip', 'replace']).optional().describe(keys.whenFull),
    }),
    steps: {
      use: z.strictObject({
        ...base,
        use: operation(keys.use),
        connection: connection.optional(),
        with: (parts.values as P['values']).optional().describe(keys.with),
        onUncertain: z.enum(['retry', 'fail']).optional().describe(keys.onUncertain),
      }),
      if: z.strictObject({
        ...base,
        if: (parts.condition as P['condition']).describe(keys.if),
        // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
        then: parts.steps as P['steps'],
        else: (parts.steps as P['steps']).optional(),
      }),
      switch: z.strictObject({
        ...base,
        switch: (parts.value as P['value']).describe(keys.switch),
        cases: (parts.branches as P['branches']).describe(keys.cases),
        default: (parts.steps as P['steps']).optional().describe(keys.default),
      }),
      forEach: z.strictObject({
        ...base,
        forEach: (parts.value as P['value']).describe(keys.forEach),
        as: stepId.optional().describe(keys.as),
        concurrency: z.int().min(1).max(1000).optional().describe(keys.itemsAtOnce),
        atMost: z.int().min(1).max(10_000).optional().describe(keys.itemsAtMost),
        onItemError: z.enum(['fail', 'continue']).optional().describe(keys.onItemError),
        do: (parts.steps as P['steps']).describe(keys.do),
      }),
      parallel: z.strictObject({
        ...base,
        parallel: (parts.branches as P['branches']).describe(keys.parallel),
      }),
      repeat: z.strictObject({
        ...base,
        repeat: parts.repeat as P['repeat'],
        do: (parts.steps as P['steps']).describe(keys.repeatDo),
      }),
      wait: z.strictObject({ ...base, wait: parts.wait as P['wait'] }),
      set: z.strictObject({
        ...base,
        set: (parts.values as P['values']).describe(keys.set),
      }),
      call: z.strictObject({
        ...base,
        call: z.string().regex(flowIdPattern, { error: 'invalidFlowId' }).describe(keys.call),
        with: (parts.values as P['values']).optional().describe(keys.callWith),
        await: z.boolean().optional().describe(keys.await),
      }),
      try: z.strictObject({
        ...base,
        try: parts.steps as P['steps'],
        catch: (parts.steps as P['steps']).describe(keys.catch),
      }),
      stop: z.strictObject({
        ...base,
        stop: z.enum(['succeeded', 'failed']).describe(keys.stop),
        output: (parts.value as P['value']).optional().describe(keys.output),
        message: (parts.value as P['value']).optional().describe(keys.message),
      }),
    },
    wait: {
      for: z.strictObject({ for: timeSpan }),
      until: z.strictObject({ until: (parts.value as P['value']).describe(keys.until) }),
      callback: z.strictObject({ callback: parts.callback as P['callback'] }),
      event: z.strictObject({
        event: operation(keys.event),
        connection: connection.optional(),
        match: (parts.condition as P['condition']).optional().describe(keys.match),
        timeout: timeSpan.optional().describe(keys.eventTimeout),
      }),
    },
    callback: z.strictObject({ timeout: timeSpan.optional().describe(keys.callbackTimeout) }),
    repeat: z.strictObject({
      until: (parts.condition as P['condition']).describe(keys.repeatUntil),
      every: timeSpan.describe(keys.every),
      atMost: timeSpan.describe(keys.longestRepeat),
    }),
    condition: {
      all: z.strictObject({ all: (parts.conditions as P['conditions']).describe(keys.all) }),
      any: z.strictObject({ any: (parts.conditions as P['conditions']).describe(keys.any) }),
      not: z.strictObject({ not: (parts.condition as P['condition']).describe(keys.not) }),
      expr: z.strictObject({
        expr: (parts.expression as P['expression']).describe(keys.expr),
      }),
      left: z.strictObject({
        left: parts.value as P['value'],
        op: z.enum(operators).describe(keys.op),
        right: (parts.value as P['value']).optional(),
      }),
    },
  };
}
