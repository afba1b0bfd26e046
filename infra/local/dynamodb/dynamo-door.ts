import { Pool } from 'undici';
import { readResponse } from './attribute-values.ts';

/** An error as the SDK's DynamoDB client throws it. */
export interface DynamoError extends Error {
  $fault: 'client' | 'server';
  $metadata: object;
  Item?: object;
  CancellationReasons?: { Code?: string; Message?: string; Item?: object }[];
}

const lostAnswerTries = 3;
const unreachableFor = 15_000;
const pause = 50;

/** Speaks DynamoDB's JSON protocol with a server on this machine that checks no signatures. */
export class DynamoDoor {
  readonly #pool: Pool;
  readonly #headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  };

  constructor(endpoint: string, connections: number) {
    this.#pool = new Pool(endpoint, { connections, pipelining: 1, keepAliveTimeout: 60_000, bodyTimeout: 60_000 });
  }

  /**
   * The response of one operation, or a rejection with a DynamoError. As with the SDK, a request whose answer was lost
   * is sent again; one that the server did not take, because it is just being started again, for up to 15 s.
   */
  async call(operation: string, body: string): Promise<Record<string, unknown>> {
    const giveUp = Date.now() + unreachableFor;
    for (let lost = 0; ; await new Promise((resolve) => setTimeout(resolve, pause))) {
      try {
        const { statusCode, body: answer } = await this.#pool.request({
          method: 'POST',
          path: '/',
          headers: { ...this.#headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
          body,
        });
        const text = await answer.text();
        if (statusCode === 200) return readResponse(text);
        if (statusCode < 500 || ++lost >= lostAnswerTries) throw dynamoError(statusCode, text);
      } catch (error) {
        if ('$fault' in (error as object)) throw error;
        const unsent = (error as { code?: string }).code === 'ECONNREFUSED';
        if (Date.now() > giveUp || (!unsent && ++lost >= lostAnswerTries)) throw error;
      }
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** An error with a name that handlers look at. */
export function namedError(name: string, message: string, httpStatusCode = 400): DynamoError {
  return Object.assign(new Error(message), {
    name,
    $fault: httpStatusCode < 500 ? ('client' as const) : ('server' as const),
    $metadata: { httpStatusCode },
  });
}

function dynamoError(status: number, text: string): DynamoError {
  const said = errorBody(text);
  const name = String(said.__type ?? 'InternalServerError').replace(/^.*#/, '');
  const error = namedError(name, String(said.message ?? said.Message ?? text), status);
  if (said.Item) error.Item = said.Item;
  if (Array.isArray(said.CancellationReasons)) error.CancellationReasons = said.CancellationReasons;
  return error;
}

function errorBody(text: string): Record<string, unknown> & { Item?: object } {
  try {
    return readResponse(text) as Record<string, unknown> & { Item?: object };
  } catch {
    return {};
  }
}
