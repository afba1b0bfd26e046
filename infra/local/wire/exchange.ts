import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../aws-error.ts';

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

/** Operations by AWS's names. */
export type Operations = Record<string, (input: never) => Promise<object>>;

/** Calls an operation by its name. Throws UnknownOperationException. */
export async function callOperation(operations: Operations, name: string, input: object): Promise<object> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw new AwsError('UnknownOperationException', `${name} is not supported here.`);
  return operation(input as never);
}
