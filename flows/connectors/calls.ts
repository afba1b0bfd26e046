import type { z } from 'zod';
import type { JsonObject } from '#flows/language/json.ts';
import type { Action } from './define-connector.ts';
import type { Ports } from './ports.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

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

/** What makes an action's call; throws a ConnectorError. */
export type Run<A extends Action> = (context: ActionContext<z.output<A['input']>>) => Promise<z.input<A['output']>>;

/** Proves a connection with a harmless call; throws a ConnectorError. `says` is what to show: the account's name. */
export type TestConnection = (context: {
  connection: Record<string, string>;
  ports: Ports;
}) => Promise<{ says: string }>;

/** One value that a field may have. `hint` tells two of one label apart: a key, an e-mail address. */
export interface Option {
  value: string;
  label: string;
  hint?: string;
}

/**
 * The vendor's choices for a field, the first page or the one that `cursor` names; `next` is the cursor of another. `input`
 * holds the fields that the choices need. Throws a ConnectorError.
 */
export type LoadOptions = (context: {
  search: string;
  cursor?: string;
  input: Record<string, string>;
  connection: Record<string, string>;
  ports: Ports;
}) => Promise<{ items: Option[]; next?: string }>;

/** What runs of a connector: only functions load it, never a browser. */
export interface Calls {
  // Inputs differ per operation; the wrapper validates with the action's own schema before the call.
  // biome-ignore lint/suspicious/noExplicitAny: an action of any input fits the table
  actions: Record<string, Run<Action<any, any>>>;
  receiver?: WebhookReceiver;
  test?: TestConnection;
  options?: Record<string, LoadOptions>;
}
