import type { Json } from './json.ts';
import type { Pointer } from './problem.ts';
import type { StepsByKind } from './step-kinds.ts';

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

/** What a step of any kind may carry. */
export interface StepBase {
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

/** A step of any kind. */
export type Step = StepsByKind[keyof StepsByKind];

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
