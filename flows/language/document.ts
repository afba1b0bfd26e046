import { z } from 'zod';
import type { ConnectorErrorClass } from '#flows/connectors/connector-error.ts';
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
  concurrency: z.ZodType;
}

/** What the ids of flows may look like: they become names of state machines. */
const flowIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** What the ids of steps may look like: they become variables of expressions and names of states. */
const stepIdPattern = /^[\p{ID_Start}_][\p{ID_Continue}]{0,59}$/u;
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

const duration = z
  .string()
  .regex(durationPattern, { error: 'invalidDuration' })
  .describe('A duration such as `90s`, `15m`, `2h`, `3d` or `1h30m`.');
const stepId = z
  .string()
  .regex(stepIdPattern, { error: 'invalidStepId' })
  .describe('Name of the step in expressions (`$id`): a letter, then letters, digits and `_`. Unique in the flow.');
const operation = (what: string) => z.string().regex(operationPattern, { error: 'invalidOperation' }).describe(what);
const connection = z
  .string()
  .regex(connectionPattern, { error: 'invalidConnectionName' })
  .describe('Name of the connection whose account is used.');
const title = z.string().max(200);

const retry = z
  .strictObject({
    attempts: z.int().min(1).max(20).optional().describe('Tries in all, the first included.'),
    first: duration.optional().describe('Delay before the second try.'),
    factor: z.number().min(1).max(10).optional().describe('Each delay is this many times the one before.'),
    max: duration.optional().describe('The longest delay.'),
    on: z.array(z.enum(errorClasses)).min(1).optional().describe('Classes of errors to try again after.'),
  })
  .describe('How often and after which errors the step is tried again.');

/** Every node of the document, with the given parts for what is nested in it. */
export function documentShapes<P extends DocumentParts>(parts: P) {
  const base = {
    id: stepId,
    name: title.optional().describe('What people see instead of the id.'),
    note: z.string().max(4000).optional().describe('For readers; has no effect.'),
    disabled: z.boolean().optional().describe('Leaves the step out of runs.'),
    retry: z
      .union([z.literal('off'), retry])
      .optional()
      .describe('`off`, or how the step is tried again.'),
    timeout: duration.optional().describe('The longest the step may take.'),
    onError: z
      .union([z.enum(['fail', 'continue']), parts.steps as P['steps']])
      .optional()
      .describe(
        '`fail` (default) ends the run; `continue` goes on with `{ error }` as output; steps run instead and see `$id.error`.',
      ),
  };
  return {
    flow: z.strictObject({
      $schema: z.string().optional().describe('Address of this schema, for editors.'),
      id: z
        .string()
        .regex(flowIdPattern, { error: 'invalidFlowId' })
        .describe('Lower-case letters, digits and hyphens. Never changes: history and addresses hang on it.'),
      name: title.min(1).optional().describe('What people see; the id unless given.'),
      description: z.string().max(4000).optional().describe('What the flow is for.'),
      trigger: parts.trigger as P['trigger'],
      steps: parts.steps as P['steps'],
      type: z
        .enum(['express', 'standard'])
        .optional()
        .describe('Kind of state machine; chosen for you unless given. `express`: under 5 minutes, cheaper.'),
      deadline: duration.optional().describe('The longest a run may take; passing it ends the run as timedOut.'),
      concurrency: (parts.concurrency as P['concurrency']).optional(),
    }),
    trigger: z.strictObject({
      use: operation('`connector.trigger`, such as `jira.issueUpdated`, `core.webhook` or `core.schedule`.'),
      connection: connection.optional(),
      with: (parts.values as P['values']).optional().describe('Settings of the trigger.'),
      when: (parts.condition as P['condition'])
        .optional()
        .describe('Judged before a run exists: an event that does not meet it costs no run.'),
    }),
    concurrency: z.strictObject({
      key: (parts.value as P['value'])
        .optional()
        .describe('Runs with the same key count together; all runs unless given.'),
      max: z.int().min(1).max(1000).describe('Runs at the same time.'),
      whenFull: z
        .enum(['queue', 'skip', 'replace'])
        .optional()
        .describe('`queue` (default): wait; `skip`: no run; `replace`: stop the oldest.'),
    }),
    steps: {
      use: z.strictObject({
        ...base,
        use: operation('`connector.action`, such as `feishu.sendMessage`.'),
        connection: connection.optional(),
        with: (parts.values as P['values']).optional().describe('Inputs of the action.'),
        onUncertain: z
          .enum(['retry', 'fail'])
          .optional()
          .describe('When it is unknown whether a call arrived: `retry` (default) it with the same key, or `fail`.'),
      }),
      if: z.strictObject({
        ...base,
        if: (parts.condition as P['condition']).describe('What must hold for `then`.'),
        // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
        then: parts.steps as P['steps'],
        else: (parts.steps as P['steps']).optional(),
      }),
      switch: z.strictObject({
        ...base,
        switch: (parts.value as P['value']).describe(
          'The value that is compared, as text, with the names of the cases.',
        ),
        cases: (parts.branches as P['branches']).describe('Value to the steps that run for it.'),
        default: (parts.steps as P['steps']).optional().describe('Steps for every other value.'),
      }),
      forEach: z.strictObject({
        ...base,
        forEach: (parts.value as P['value']).describe('The list to go through.'),
        as: stepId.optional().describe('Name of the current item in expressions, `item` unless given.'),
        concurrency: z.int().min(1).max(1000).optional().describe('Items at the same time, 1 unless given.'),
        onItemError: z
          .enum(['fail', 'continue'])
          .optional()
          .describe('`fail` (default) ends the loop; `continue` puts `{ error }` into the results.'),
        do: (parts.steps as P['steps']).describe('Steps for each item.'),
      }),
      parallel: z.strictObject({
        ...base,
        parallel: (parts.branches as P['branches']).describe('Branch name to the steps that run at the same time.'),
      }),
      wait: z.strictObject({ ...base, wait: parts.wait as P['wait'] }),
      set: z.strictObject({
        ...base,
        set: (parts.values as P['values']).describe('Values to remember, read as `$id.name`.'),
      }),
      call: z.strictObject({
        ...base,
        call: z.string().regex(flowIdPattern, { error: 'invalidFlowId' }).describe('Id of the flow to start.'),
        with: (parts.values as P['values']).optional().describe('Its `$trigger`.'),
        await: z.boolean().optional().describe('Wait for its end; the answer is `$id.output`.'),
      }),
      try: z.strictObject({
        ...base,
        try: parts.steps as P['steps'],
        catch: (parts.steps as P['steps']).describe('Run when a step of `try` fails; they see `$id.error`.'),
      }),
      stop: z.strictObject({
        ...base,
        stop: z.enum(['succeeded', 'failed']).describe('Ends the run.'),
        output: (parts.value as P['value'])
          .optional()
          .describe(
            'Result of the run; for a webhook that answers when finished also the answer: `{ status, headers, body }`.',
          ),
        message: (parts.value as P['value']).optional().describe('Why the run failed.'),
      }),
    },
    wait: {
      for: z.strictObject({ for: duration }),
      until: z.strictObject({ until: (parts.value as P['value']).describe('ISO 8601 date and time.') }),
      event: z.strictObject({
        event: operation('`connector.trigger` to wait for.'),
        connection: connection.optional(),
        match: (parts.condition as P['condition'])
          .optional()
          .describe('Which event; `$event` is the event, other variables are those of the flow.'),
        timeout: duration.optional().describe('How long to wait; then the step fails with Timeout.'),
      }),
    },
    condition: {
      all: z.strictObject({ all: (parts.conditions as P['conditions']).describe('Every one must hold.') }),
      any: z.strictObject({ any: (parts.conditions as P['conditions']).describe('One must hold.') }),
      not: z.strictObject({ not: (parts.condition as P['condition']).describe('Must not hold.') }),
      expr: z.strictObject({
        expr: (parts.expression as P['expression']).describe('One expression, `{{ }}`, that gives true or false.'),
      }),
      left: z.strictObject({
        left: parts.value as P['value'],
        op: z.enum(operators).describe('How `left` is compared with `right`.'),
        right: (parts.value as P['value']).optional(),
      }),
    },
  };
}
