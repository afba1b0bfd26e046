import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from '../aws-error.ts';

/** A request of an SDK, read whole. */
export interface WireRequest {
  method: string;
  /** Decoded part by part, without the query: `['schedules', 'daily']`. */
  path: string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Answers the requests of one protocol; what it throws is written as that protocol writes errors. */
export interface Protocol {
  answer(request: WireRequest): Promise<WireResponse>;
  error(request: WireRequest, error: AwsError): WireResponse;
}
