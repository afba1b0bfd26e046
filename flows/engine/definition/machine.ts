import type { Json } from '#flows/language/json.ts';

/** A state machine made ready to run. */
export interface Machine extends Block {
  /** Seconds. */
  timeout: number | undefined;
  /** EXPRESS has no limit of history events; its time ends it. */
  type: MachineType;
}

export type MachineType = 'STANDARD' | 'EXPRESS';

/** The states of one scope: a machine, a branch or the body of a loop. */
export interface Block {
  startAt: string;
  states: Readonly<Record<string, State>>;
}

/** A JSONata expression in a definition. */
interface Expression {
  source: string;
  /** Where it stands in its state, `Output/text`, as errors name it. */
  field: string;
  /** Whether it may look at `$states.context`. */
  usesContext: boolean;
}

/** A value of a definition in which strings may be expressions. */
export type Template =
  | { kind: 'constant'; value: Json }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'list'; items: Template[] }
  | { kind: 'object'; entries: [string, Template][] };

/** How a state ends: where the execution goes, what it keeps and what it hands on. */
export interface Leave {
  /** Absent: the scope ends. */
  next: string | undefined;
  assign: Template | undefined;
  output: Template | undefined;
}

export interface Retrier {
  errors: string[];
  /** Seconds. */
  interval: number;
  maxAttempts: number;
  backoffRate: number;
  /** Seconds. */
  maxDelay: number | undefined;
  jitter: boolean;
}

export interface Catcher {
  errors: string[];
  leave: Leave;
}

interface Named {
  name: string;
}

export interface PassState extends Named {
  type: 'Pass';
  leave: Leave;
}
export interface SucceedState extends Named {
  type: 'Succeed';
  leave: Leave;
}
export interface FailState extends Named {
  type: 'Fail';
  error: Template | undefined;
  cause: Template | undefined;
}
export interface WaitState extends Named {
  type: 'Wait';
  seconds: Template | undefined;
  timestamp: Template | undefined;
  leave: Leave;
}
export interface ChoiceState extends Named {
  type: 'Choice';
  rules: { condition: Template; leave: Leave }[];
  /** When no rule holds; absent: the state fails. */
  otherwise: Leave | undefined;
}

interface Caught extends Named {
  retry: Retrier[];
  catch: Catcher[];
  leave: Leave;
}
export interface TaskState extends Caught {
  type: 'Task';
  resource: string;
  arguments: Template | undefined;
  timeout: Template | undefined;
  heartbeat: Template | undefined;
  credentials: Template | undefined;
}
export interface ParallelState extends Caught {
  type: 'Parallel';
  arguments: Template | undefined;
  branches: Block[];
}
/** The object that a distributed Map reads its items from. */
export interface ItemReader {
  /** `{ Bucket, Key }` */
  arguments: Template;
  inputType: 'JSON' | 'JSONL';
  /** JSON Pointer to the items in the object. */
  pointer: Template | undefined;
  maxItems: Template | undefined;
}
/** What becomes of the results of a distributed Map. */
export interface ResultWriter {
  /** `{ Bucket, Prefix }`; absent: they are transformed and stay with the Map. */
  arguments: Template | undefined;
  transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
  outputType: 'JSON' | 'JSONL';
}
export interface MapState extends Caught {
  type: 'Map';
  items: Template | undefined;
  itemSelector: Template | undefined;
  processor: Block;
  distributed: boolean;
  label: string | undefined;
  maxConcurrency: Template | undefined;
  toleratedCount: Template | undefined;
  toleratedPercentage: Template | undefined;
  batcher: { maxItems: Template | undefined; maxBytes: Template | undefined; input: Template | undefined } | undefined;
  reader: ItemReader | undefined;
  writer: ResultWriter | undefined;
  /** Without JSONata the items are the state's input, and the error for a wrong one is another. */
  jsonata: boolean;
}

export type State =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;
