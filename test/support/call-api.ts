import type { Json } from '#flows/language/json.ts';
import { handler } from '#functions/api/handler.ts';
import type { HttpEvent } from '#functions/middleware/http-event.ts';

process.env.AWS_LAMBDA_LOG_LEVEL ??= 'ERROR';

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  body: any;
}

interface ApiRequest {
  token?: string | undefined;
  cookie?: string | undefined;
  headers?: Record<string, string>;
  /** Sent as JSON; a string as it is. */
  body?: Json | undefined;
  address?: string;
}

/** Hands a request to the API's door as API Gateway would, and answers what comes back. */
export async function callApi(method: string, url: string, request: ApiRequest = {}): Promise<ApiAnswer> {
  const [rawPath = '', rawQueryString = ''] = url.split('?');
  const { token, cookie, body, headers, address = '127.0.0.1' } = request;
  const event: HttpEvent = {
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: [cookie] }),
    headers: {
      host: '127.0.0.1:4310',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    requestContext: { http: { method, sourceIp: address } },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  };
  const result = await handler(event, {} as never);
  return {
    status: result.statusCode,
    headers: result.headers,
    cookies: result.cookies ?? [],
    body: result.body ? JSON.parse(result.body) : undefined,
  };
}
