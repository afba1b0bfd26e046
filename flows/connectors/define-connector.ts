import type { z } from 'zod';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

/** What connector code may touch: nothing else reaches the outside. */
export interface Ports {
  http(request: HttpRequest): Promise<HttpResponse>;
  /** Milliseconds since 1970. */
  now(): number;
  random(): number;
  crypto: {
    /** Hex or base64 of the HMAC-SHA256; `key` is used as UTF-8 bytes unless a Uint8Array. */
    hmacSha256(key: string | Uint8Array, message: string | Uint8Array, encoding: 'hex' | 'base64'): string;
    sha256(message: string | Uint8Array, encoding: 'hex' | 'base64'): string;
    equal(a: string, b: string): boolean;
    fromBase64(text: string): Uint8Array;
  };
}

export interface HttpRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  query?: Record<string, string | number | boolean>;
  /** Text as is; anything else is sent as JSON. */
  body?: string | Json;
  /** Credentials in the headers follow a redirect no further than below this address; by default to its own origin. */
  below?: string;
  /** Status codes that are an answer, not an error; by default all below 400. */
  accept?: (status: number) => boolean;
}

/** Header names in lower case; `json()` throws Unavailable when the body is not JSON. */
export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
  json(): Json;
}

/** An inbound HTTP request as a webhook trigger sees it. */
export interface InboundRequest {
  method: string;
  headers: Record<string, string>;
  query: Record<string, string>;
  /** As it stands in the address, after the question mark. */
  rawQuery: string;
  body: Uint8Array;
  /** The body as text; the caller has already checked size and encoding. */
  text: string;
}

export interface ActionContext<Input> {
  input: Input;
  /** Fields of the connection, secrets included; empty when the action needs none. */
  connection: Record<string, string>;
  ports: Ports;
  /** Same for every try of this step in this run. */
  idempotencyKey: string;
  signal: AbortSignal;
  log(message: string, data?: JsonObject): void;
}

export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
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
  run(context: ActionContext<z.output<I>>): Promise<z.input<O>>;
}

/** One thing that a webhook request says happened. */
export interface InboundEvent {
  /** Trigger name within the connector, `issueUpdated`. */
  trigger: string;
  /** The vendor's delivery id; absent: SHA-256 of the raw body. */
  key?: string;
  /** Milliseconds since 1970; absent: time of receipt. */
  time?: number;
  data: Json;
}

/** What is wrong with a request that cannot be verified. */
export type Forgery = 'signature' | 'timestamp' | 'credentials';

/** How a connector's webhook address answers: one per connection, for all its webhook triggers. */
export interface WebhookReceiver {
  /** Undefined when the request is genuine, else what is wrong. */
  verify(request: InboundRequest, connection: Record<string, string>, ports: Ports): Forgery | undefined;
  /** The answer to a vendor's handshake; undefined for ordinary deliveries. */
  challenge?(
    request: InboundRequest,
    connection: Record<string, string>,
  ): { status: number; body: string; headers?: Record<string, string> } | undefined;
  /** Throws SyntaxError when the body cannot be read. Headers that carry the connection's secret stay out of the data. */
  toEvents(request: InboundRequest, connection: Record<string, string>): InboundEvent[];
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

export interface ConnectionDefinition {
  /**
   * Object schema. A secret field carries `.meta({ secret: true })`; one that says where secrets, or what they sign, are
   * sent carries `.meta({ address: true })`, one that says how they are sent `directs: true`: whoever changes either has to
   * know the secrets. A field for some values of another only carries `onlyFor: { scheme: ['basic'] }`, and `needed: true`
   * when it must be given then.
   */
  fields: z.ZodObject;
  /** Proves the connection with a harmless call; throws a ConnectorError. `says` is what to show: the account's name. */
  test?(context: { connection: Record<string, string>; ports: Ports }): Promise<{ says: string }>;
}

export interface Connector {
  id: string;
  /** A vendor's own name, the same in every language; texts of operations and fields are in flows/text. */
  name: string;
  /** One or two letters and a colour; no vendor's logo is shipped. */
  icon: { letters: string; color: string };
  categories: string[];
  /** Contract version, raised when an input or output changes its meaning. */
  version: number;
  connection?: ConnectionDefinition;
  receiver?: WebhookReceiver;
  // Inputs differ per operation; the wrapper validates with the action's own schema before `run`.
  // biome-ignore lint/suspicious/noExplicitAny: an action of any input fits the table
  actions: Record<string, Action<any, any>>;
  // biome-ignore lint/suspicious/noExplicitAny: a trigger of any input fits the table
  triggers: Record<string, Trigger<any, any>>;
}

/** Returns the connector as it is: the call gives its literal types and a place to stand. */
export function defineConnector(connector: Connector): Connector {
  return connector;
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
