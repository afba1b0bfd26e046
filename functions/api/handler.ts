import middy from '@middy/core';
import { api } from '#functions/contract/api.ts';
import type { Route } from '#functions/contract/route.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { languageOf } from '#functions/middleware/language-of.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { secureAnswers } from '#functions/middleware/secure-answers.ts';
import { answerErrors } from './answer-errors.ts';
import { ApiError } from './api-error.ts';
import { authenticate, mustBe, mustBeOurs } from './authenticate.ts';
import type { Call, Caller, Handle } from './call.ts';
import { handles } from './handles.ts';
import { limitCallers } from './limit-callers.ts';
import { fitting, readBody, readQuery } from './read-request.ts';
import { findRoute, type RouteId } from './router.ts';

const nobody: Caller = { name: '', role: 'viewer' };

/** The door of the API: an HTTP API event in payload format 2.0 becomes an answer of the contract. */
export const handler = middy<HttpEvent, HttpResult>({ timeoutEarlyInMillis: 0 })
  .use(
    logCall<HttpEvent, HttpResult>('api', ({ requestContext, rawPath }, result) => ({
      method: requestContext.http.method,
      path: rawPath,
      status: result?.statusCode,
    })),
  )
  .use(secureAnswers())
  .use(answerErrors())
  .use(limitCallers())
  .handler(answer);

async function answer(event: HttpEvent): Promise<HttpResult> {
  const now = Date.now();
  const { method, sourceIp } = event.requestContext.http;
  const caller = await authenticate(event, now);
  const { id, params } = admit(event, caller);
  const route = api[id] as unknown as Route;
  const language = languageOf(event.headers['accept-language']);
  const cookies: string[] = [];
  const call = {
    params: fitting(route.params, params, 'path', language),
    query: fitting(route.query, readQuery(event.rawQueryString), 'query', language),
    body: method === 'GET' ? undefined : fitting(route.body, readBody(event), 'body', language),
    caller: caller ?? nobody,
    language,
    address: sourceIp,
    host: event.headers.host ?? '',
    now,
    setCookie: (value: string) => cookies.push(value),
  };
  const body = await (handles[id] as Handle<RouteId>)(call as unknown as Call<RouteId>);
  const json = body === undefined ? '' : JSON.stringify(body);
  return {
    statusCode: route.status,
    headers: json ? { 'content-type': 'application/json' } : {},
    ...(cookies.length > 0 && { cookies }),
    body: json,
  };
}

// Who is not signed in learns nothing, not even which addresses exist.
function admit(event: HttpEvent, caller: Caller | undefined): ReturnType<typeof findRoute> {
  const { method } = event.requestContext.http;
  const unauthenticated = () => new ApiError(401, 'unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
  let found: ReturnType<typeof findRoute>;
  try {
    found = findRoute(method, event.rawPath);
  } catch (error) {
    throw caller ? error : unauthenticated();
  }
  const { role } = api[found.id];
  if (role !== 'public') {
    if (!caller) throw unauthenticated();
    mustBe(role, caller);
  }
  mustBeOurs(event, role === 'public' ? undefined : caller);
  return found;
}
