import type { z } from 'zod';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Json } from '#flows/language/json.ts';

export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /**
   * A field with a default that forms always show carries `.meta({ needed: true })`; one for some values of another only
   * `onlyFor: { method: ['POST'] }`.
   */
  input: I;
  output: O;
  /** An output as the vendor gives it, invented values. */
  sample: z.input<O>;
  /** `native`: the vendor takes our key; `record`: the effect record alone prevents a second send. */
  idempotency: 'native' | 'record';
  effects: 'reads' | 'writes' | 'sends';
  /** `optional` for actions that work without a connection. */
  connection: 'required' | 'optional' | 'none';
  /** Calls of one class share a vendor's budget. */
  rateLimit?: string;
  /** Names of this connector's triggers that the action itself sets off; unknown when absent. */
  causes?: string[];
  /** Error classes this action may raise beside the common ones of HTTP. */
  errors?: ConnectorErrorClass[];
}

export interface Trigger<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'webhook' | 'schedule' | 'manual';
  /** What the author may set under `trigger.with`. */
  input: I;
  /** Shape of `$trigger`. */
  output: O;
  /** `$trigger` for a typical event, invented values. */
  sample: z.input<O>;
  /** An inbound request as the vendor sends it, for "send sample" and tests. */
  sampleRequest?: { method: string; headers: Record<string, string>; body: Json };
  connection: 'required' | 'optional' | 'none';
  /** Condition documents (as under `when`) that express `with`; judged before a run exists. */
  filter?(input: z.output<I>): Json[];
}

/**
 * What a field of an operation's input carries under `.meta({ options: ... })` when its values are to be chosen from what
 * the vendor has: the name of a file in `run/options`, and the fields of the same input that have to be filled in before.
 */
export interface FieldOptions {
  from: string;
  needs?: string[];
}

export interface ConnectionDefinition {
  /**
   * Object schema. A secret field carries `.meta({ secret: true })`; one that says where secrets, or what they sign, are
   * sent carries `.meta({ address: true })`, one that says how they are sent `directs: true`: whoever changes either has to
   * know the secrets. A field for some values of another only carries `onlyFor: { scheme: ['basic'] }`, and `needed: true`
   * when it must be given then.
   */
  fields: z.ZodObject;
}

/** What a connector says of itself; its operations are the files of its folder. */
export interface ConnectorHead {
  /** A vendor's own name, the same in every language; texts are in the folder's `texts`. */
  name: string;
  /** One or two letters and a colour; no vendor's logo is shipped. */
  icon: { letters: string; color: string };
  categories: string[];
  /** Contract version, raised when an input or output changes its meaning. */
  version: number;
}

/** A connector as it is described: nothing here calls anybody. What runs is its `Calls`. */
export interface Connector extends ConnectorHead {
  /** The name of its folder. */
  id: string;
  connection?: ConnectionDefinition;
  // biome-ignore lint/suspicious/noExplicitAny: an action of any input fits the table
  actions: Record<string, Action<any, any>>;
  // biome-ignore lint/suspicious/noExplicitAny: a trigger of any input fits the table
  triggers: Record<string, Trigger<any, any>>;
}

/** Keeps the types of input and output for the action's `run`. */
export function defineAction<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O>): Action<I, O> {
  return action;
}

/** Keeps the types of input and output for the trigger's `filter`. */
export function defineTrigger<I extends z.ZodType, O extends z.ZodType>(trigger: Trigger<I, O>): Trigger<I, O> {
  return trigger;
}

/** The connectors a compiler or a console knows, by id. */
export type Catalogue = Readonly<Record<string, Connector>>;
