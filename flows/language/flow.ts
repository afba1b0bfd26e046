import type { Json } from './json.ts';
import type { Pointer } from './problem.ts';

/** A parsed flow: the meaning of one document. Every node keeps the pointer to its place in the document. */
export interface Flow {
  id: string;
  name: string;
  description?: string;
  trigger: FlowTrigger;
  steps: Step[];
  /** Pinned by the author; otherwise the compiler chooses. */
  type?: 'express' | 'standard';
  /** The longest a run may take, in seconds; passing it ends the run as timedOut. */
  deadline?: number;
  concurrency?: { key?: Value; max: number; whenFull: 'queue' | 'skip' | 'replace' };
  pointer: Pointer;
}

export interface FlowTrigger {
  /** `connector.trigger`, such as `jira.issueUpdated` or `core.webhook`. */
  use: string;
  connection?: string;
  with: ObjectValue;
  when?: Condition;
  pointer: Pointer;
}

/** Seconds, or what gives them when the step runs: a number of seconds, or text such as `15m`. */
export type Duration = number | Value;

interface StepBase {
  id: string;
  name?: string;
  note?: string;
  disabled?: boolean;
  retry?: Retry | 'off';
  timeout?: Duration;
  /**
   * `continue`: a failed step's output is `{ error: { code, message, step } }`. Steps: they run instead and see
   * `$id.error`, which stays the output of the step.
   */
  onError?: 'fail' | 'continue' | Step[];
  pointer: Pointer;
}

/** Delays in seconds. */
export interface Retry {
  attempts?: number;
  first?: number;
  factor?: number;
  max?: number;
  /** `full`: each delay is any time between none and what the other fields say. */
  jitter?: 'none' | 'full';
  on?: string[];
}

export interface ActionStep extends StepBase {
  kind: 'action';
  use: string;
  connection?: string;
  with: ObjectValue;
  onUncertain?: 'retry' | 'fail';
}
export interface IfStep extends StepBase {
  kind: 'if';
  condition: Condition;
  then: Step[];
  else: Step[];
}
export interface SwitchStep extends StepBase {
  kind: 'switch';
  value: Value;
  cases: { match: string; steps: Step[]; pointer: Pointer }[];
  default: Step[];
}
export interface ForEachStep extends StepBase {
  kind: 'forEach';
  items: Value;
  as: string;
  concurrency: number;
  /** Items it may have; more end the run when the loop begins. */
  atMost: number;
  onItemError: 'fail' | 'continue';
  steps: Step[];
}
export interface RepeatStep extends StepBase {
  kind: 'repeat';
  /** Sees the steps of the round. */
  until: Condition;
  every: Duration;
  atMost: Duration;
  steps: Step[];
}
export interface ParallelStep extends StepBase {
  kind: 'parallel';
  branches: { name: string; steps: Step[]; pointer: Pointer }[];
}
export interface WaitStep extends StepBase {
  kind: 'wait';
  wait:
    | { kind: 'for'; time: Duration }
    | { kind: 'until'; at: Value }
    /** Inside `match` the event is `$event`; it becomes the output of the step. */
    | { kind: 'event'; event: string; connection?: string; match?: Condition; timeout?: Duration }
    /** What comes to the address `$run.callbacks.<id>` becomes the output of the step. */
    | { kind: 'callback'; timeout?: Duration };
}
export interface SetStep extends StepBase {
  kind: 'set';
  values: { name: string; value: Value; pointer: Pointer }[];
}
export interface CallStep extends StepBase {
  kind: 'call';
  flow: string;
  with: ObjectValue;
  await: boolean;
}
export interface TryStep extends StepBase {
  kind: 'try';
  steps: Step[];
  catch: Step[];
}
export interface StopStep extends StepBase {
  kind: 'stop';
  outcome: 'succeeded' | 'failed';
  output?: Value;
  message?: Value;
}

export type Step =
  | ActionStep
  | IfStep
  | SwitchStep
  | ForEachStep
  | RepeatStep
  | ParallelStep
  | WaitStep
  | SetStep
  | CallStep
  | TryStep
  | StopStep;

/** JSONata between `{{` and `}}`; `start` is its offset inside the string that `pointer` leads to. */
export interface Expression {
  source: string;
  start: number;
  pointer: Pointer;
}

/**
 * A value an author wrote: plain JSON in which strings may hold expressions. `literal` is always a scalar; objects and
 * lists keep their structure even when they hold no expression.
 */
export type Value =
  | { kind: 'literal'; value: Json; pointer: Pointer }
  | { kind: 'expression'; expression: Expression; pointer: Pointer }
  | { kind: 'text'; parts: (string | Expression)[]; pointer: Pointer }
  | { kind: 'object'; entries: { key: string; value: Value }[]; pointer: Pointer }
  | { kind: 'list'; items: Value[]; pointer: Pointer };

export type ObjectValue = Extract<Value, { kind: 'object' }>;

export type Operator =
  | 'equals'
  | 'notEquals'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'before'
  | 'after'
  | 'withinLast'
  | 'exists'
  | 'empty'
  | 'isTrue'
  | 'isFalse'
  | 'changed'
  | 'changedTo';

/** `left` of `changed` and `changedTo` is the name of a field of `$trigger.changed`, or an expression that gives `{ from, to }`. */
export type Condition =
  | { kind: 'all' | 'any'; of: Condition[]; pointer: Pointer }
  | { kind: 'not'; of: Condition; pointer: Pointer }
  | { kind: 'compare'; left: Value; op: Operator; right?: Value; pointer: Pointer }
  | { kind: 'expression'; expression: Expression; pointer: Pointer };
