import middy from '@middy/core';
import type { z } from 'zod';
import type { Language } from '#flows/text/language.ts';
import type { Route } from '#functions/contract/route.ts';
import { answerErrors } from '#functions/middleware/answer-errors.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { languageOf } from '#functions/middleware/language-of.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { hideCallbacks } from '#functions/middleware/redact.ts';
import type { Refusal } from '#functions/middleware/refusal-text.ts';
import { secureAnswers } from '#functions/middleware/secure-answers.ts';
import { readSettings } from '#functions/store/settings.ts';
import { admit } from './door/admit.ts';
import type { Call, Caller, Handle } from './door/call.ts';
import { limitAllCallers, limitCallers } from './door/limit-callers.ts';
import { parsePart, readBody, readQuery } from './door/read-request.ts';
import type { RouteId } from './door/router.ts';
import { readBrowserCookie } from './door/session-cookie.ts';
import { handles } from './handles.ts';

const limitAll = limitAllCallers();

/** That of the workspace, where it can be read. */
const timeZone = async () => (await readSettings().catch(() => undefined))?.timeZone ?? 'UTC';

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
  .use(secureAnswers({ 'cache-control': 'no-store' }))
  .use(answerErrors('api', timeZone))
  .use(limitCallers())
  .handler(answer);

async function answer(event: HttpEvent): Promise<HttpResult> {
  const now = Date.now();
  const { method, sourceIp } = event.requestContext.http;
  const { id, route, params, caller } = await admit(event, now);
  if (caller) await limitAll();
  const language = languageOf(event.headers['accept-language']);
  const cookies: string[] = [];
  const call = {
    params: pathValues(route, params, language),
    query: parsePart(route.query, readQuery(event.rawQueryString), 'query', language),
    body: method === 'GET' ? undefined : parsePart(route.body, readBody(event, route.maxBodyBytes), 'body', language),
    caller: caller ?? nobody,
    language,
    address: sourceIp,
    browser: readBrowserCookie(event.cookies),
    now,
    setCookie: (value: string) => cookies.push(value),
  };
  const body = await (handles[id] as Handle<RouteId>)(call as unknown as Call<RouteId>);
  const json = body === undefined ? '' : hideCallbacks(JSON.stringify(body));
  return {
    statusCode: route.status,
    headers: {
      ...(json && { 'content-type': 'application/json' }),
      ...(route.secret && { 'cache-control': 'no-store, no-transform' }),
    },
    ...(cookies.length > 0 && { cookies }),
    body: json,
  };
}

/** What there is none of when the first value of a path cannot even be its name. */
const things: [path: string, code: Refusal][] = [
  ['/api/runs/', 'noRun'],
  ['/api/flows/', 'noFlow'],
  ['/api/connections/', 'noConnection'],
];

/** The values of a path. Where one names a thing that cannot be, it is 404; whoever makes the thing hears why it cannot. */
function pathValues(route: Route, params: Record<string, string>, language: Language): unknown {
  const [name] = Object.keys(params);
  const code = things.find(([path]) => route.path.startsWith(`${path}{`))?.[1];
  const named = name === undefined ? undefined : (route.params.shape[name] as z.ZodType | undefined);
  if (name !== undefined && code && named && route.method !== 'PUT' && !named.safeParse(params[name]).success) {
    throw new AppError(404, code, { params: { [name]: (params[name] ?? '').slice(0, 100) } });
  }
  return parsePart(route.params, params, 'path', language);
}
