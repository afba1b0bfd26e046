import type { Json } from '#flows/language/json.ts';
import type { Ports } from './ports.ts';

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
