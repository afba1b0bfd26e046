import { z } from 'zod';
import help from '#flows/text/en/flow-document.json' with { type: 'json' };
import { durationPattern } from './duration.ts';

/** How a flow document is written. The parts stand for what is nested, so that a reader may look one level deep only. */
export interface DocumentParts<N extends z.ZodType = z.ZodType> {
  trigger: N;
  steps: N;
  /** Case or branch name to steps. */
  branches: N;
  condition: N;
  conditions: N;
  /** Text that is one `{{ expression }}`. */
  expression: N;
  /** JSON in which strings may hold `{{ expressions }}`. */
  value: N;
  /** Named values. */
  values: N;
  concurrency: N;
  /** An object of the document inside another. */
  inner(shape: z.ZodType): N;
}

/** What each key is for. */
export const { keys } = help;

/** What the ids of flows may look like: they become names of state machines. */
const flowIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** What the ids of steps may look like: they become variables of expressions and names of states. */
export const stepIdPattern = /^[\p{ID_Start}_][\p{ID_Continue}]{0,59}$/u;
const operationPattern = /^[A-Za-z][A-Za-z0-9-]*\.[A-Za-z][A-Za-z0-9-]*$/;
const connectionPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

export const flowId = z.string().regex(flowIdPattern, { error: 'invalidFlowId' });
export const stepId = z.string().regex(stepIdPattern, { error: 'invalidStepId' }).describe(keys.stepId);
export const duration = z.string().regex(durationPattern, { error: 'invalidDuration' });
/** The same, or text with an expression in it that gives a duration or a number of seconds. */
export const timeSpan = z
  .string()
  .regex(new RegExp(`${durationPattern.source}|\\{\\{`), { error: 'invalidDuration' })
  .describe(keys.duration);
export const operation = (what: string) =>
  z.string().regex(operationPattern, { error: 'invalidOperation' }).describe(what);
export const connection = z
  .string()
  .regex(connectionPattern, { error: 'invalidConnectionName' })
  .describe(keys.connection);
export const title = z.string().max(200);
