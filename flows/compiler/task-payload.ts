import { z } from 'zod';

/** What an execution of a compiled flow is started with. */
export const executionInput = z.object({
  trigger: z.json(),
  run: z.object({ id: z.string(), startedAt: z.string(), eventAt: z.string(), event: z.string() }),
  flow: z.object({ id: z.string(), name: z.string(), version: z.number().int() }),
  env: z.record(z.string(), z.json()),
  /** Of a flow that waits for callbacks: how their addresses begin, and what signs them. No expression sees it. */
  callbacks: z.object({ address: z.string(), secret: z.string() }).optional(),
});
export type ExecutionInput = z.infer<typeof executionInput>;

/**
 * What a compiled action task hands to the connector function. `path` names the step in this run, loop items
 * with their index (`lines[0]/tell`); with `run` it is the key of the effect record.
 */
export const taskPayload = z.object({
  run: z.string(),
  flow: z.string(),
  version: z.number().int(),
  step: z.string(),
  path: z.string(),
  operation: z.string(),
  contract: z.number().int(),
  connection: z.string().optional(),
  onUncertain: z.enum(['retry', 'fail']).optional(),
  /** Lists in the output, by the names that lead to them, that loops take by reference: they need not go on with it. */
  lists: z.array(z.object({ fields: z.array(z.string()) })).optional(),
  /** Zero for the first try; counts the Retry of the state and the waits for a long Retry-After together. */
  attempt: z.number().int(),
  /** Milliseconds after which the function fails with `Timeout`; the task itself ends a few seconds later. */
  timeout: z.number().int(),
  input: z.json(),
});
export type TaskPayload = z.infer<typeof taskPayload>;

const stepPlace = { run: z.string(), flow: z.string(), step: z.string(), path: z.string() };

/** What a `call` hands to the function of steps. With `token` the called run's end answers the task. */
export const callPayload = z.object({
  ...stepPlace,
  operation: z.literal('core.call'),
  /** Id of the flow to start, and its `$trigger`. */
  call: z.string(),
  input: z.json(),
  token: z.string().optional(),
});
export type CallPayload = z.infer<typeof callPayload>;

/** What a `wait` for an event hands to the function of steps; the event answers the task. */
export const waitPayload = z.object({
  ...stepPlace,
  operation: z.literal('core.wait'),
  input: z.object({ event: z.string(), connection: z.string().optional() }),
  /** `buildMatch` of compiler/verdict.ts, with the variables it reads beside `$event`. */
  match: z.string().optional(),
  bindings: z.record(z.string(), z.json()).optional(),
  /** Seconds. */
  timeout: z.number().optional(),
  token: z.string(),
});
export type WaitPayload = z.infer<typeof waitPayload>;

/** What a `wait` for a callback hands to the function of steps; who comes to its address answers the task. */
export const callbackPayload = z.object({ ...stepPlace, operation: z.literal('core.callback'), token: z.string() });
export type CallbackPayload = z.infer<typeof callbackPayload>;

/** What a step that waited for too long hands to the function of steps. */
export const giveUpPayload = z.object({ ...stepPlace, operation: z.literal('core.giveUp') });
export type GiveUpPayload = z.infer<typeof giveUpPayload>;

/** What the beginning of a distributed loop hands to the function of steps; it answers `ListedItems`. */
export const listPayload = z.object({
  ...stepPlace,
  operation: z.literal('core.list'),
  atMost: z.number().int(),
  items: z.json(),
  /** The action whose answer the items are in, with its static path, and the names that lead to them there. */
  from: z.object({ path: z.string(), fields: z.array(z.string()) }).optional(),
});
export type ListPayload = z.infer<typeof listPayload>;

/** Where the items of a distributed loop lie, a line of JSON each, and where its results go. */
export type ListedItems = { bucket: string; key: string; folder: string; count: number };

/** What an iteration of a distributed loop hands over before it fails: its path, and its error or what its stop says. */
export const itemFailedPayload = z.object({
  ...stepPlace,
  operation: z.literal('core.itemFailed'),
  item: z.string(),
  ended: z.union([z.object({ error: z.json() }), z.object({ stop: z.string() })]),
});
export type ItemFailedPayload = z.infer<typeof itemFailedPayload>;

/** What a distributed loop that failed hands over; the answer is what its iteration left, or `error` again. */
export const loopFailurePayload = z.object({ ...stepPlace, operation: z.literal('core.failure'), error: z.json() });
export type LoopFailurePayload = z.infer<typeof loopFailurePayload>;

/** What the end of a distributed loop hands over; the answer is the loop's value. */
export const resultsPayload = z.object({
  ...stepPlace,
  operation: z.literal('core.results'),
  /** `writtenFields` of what later steps read of each result. */
  read: z.json(),
  /** Where the list of the files is; absent when nobody reads the results. */
  manifest: z.object({ Bucket: z.string(), Key: z.string() }).optional(),
});
export type ResultsPayload = z.infer<typeof resultsPayload>;

/**
 * How a connector function fails: it throws an error whose name is the error class (Step Functions sees it as the
 * error's name) and whose message is this as JSON text. Every error has it, `RateLimited` too: the machine waits
 * `retryAfter` seconds, when the vendor named a time that the function did not wait itself, before the next try.
 */
export interface TaskError {
  /** For people: what happened and what to do. */
  message: string;
  step: string;
  retryAfter?: number | undefined;
}

/** What the end-of-run task hands to the ledger; STANDARD runs are ended by their status event instead. */
export const endOfRunPayload = z.object({
  kind: z.literal('endOfRun'),
  run: z.string(),
  flow: z.string(),
  status: z.enum(['succeeded', 'failed', 'timedOut']),
  output: z.json().optional(),
  error: z.object({ code: z.string(), message: z.string(), step: z.string().optional() }).optional(),
});
export type EndOfRunPayload = z.infer<typeof endOfRunPayload>;
