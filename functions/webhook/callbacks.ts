import type { Json, JsonObject } from '#flows/language/json.ts';
import { jsonFault } from '#flows/text/json-fault.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { languageOf } from '#functions/middleware/language-of.ts';
import { answerCallback, type CallbackOutcome } from '#functions/runs/answer-callback.ts';
import { isSigned } from '#functions/runs/callback-signature.ts';
import { getAwaited } from '#functions/store/awaited-step.ts';
import { getRun, isOpen, type Run } from '#functions/store/run.ts';
import { callbackPage, callbackWords } from './callback-page.ts';
import { limitSenders } from './limit-senders.ts';
import { readRequest } from './read-request.ts';

/** Bytes of an answer, and of the path of a step. */
const bodyLimit = 64 * 1024;
const longestPath = 1000;

const statuses: Record<CallbackOutcome, number> = { answered: 200, already: 409, closed: 410 };

/**
 * Returns a function that takes what comes to the address of a callback: to look at it shows a page with a button and
 * answers nothing, since chats look at every link; to post to it answers the step that waits. An address that is not
 * signed right, or whose run is forgotten, is 404 and tells nothing else.
 */
export function callbacks(now: () => number = Date.now) {
  const limit = limitSenders();

  return async (http: HttpEvent): Promise<HttpResult> => {
    const { run: id = '', signature = '' } = address.exec(http.rawPath)?.groups ?? {};
    await limit(id);
    const { at = '', ...fields } = Object.fromEntries(new URLSearchParams(http.rawQueryString)) as Record<
      string,
      string
    >;
    const run = at.length <= longestPath ? await signedRun(id, at, signature) : undefined;
    const { method } = http.requestContext.http;
    const language = languageOf(http.headers['accept-language']);
    const readsPages = http.headers.accept?.includes('text/html') ?? false;
    if (!run && readsPages) return { ...callbackPage({ outcome: 'unknown', language }), statusCode: 404 };
    if (!run) throw new AppError(404, 'notFound');
    if (method === 'GET' || method === 'HEAD') {
      const outcome = await outcomeSoFar(run, at);
      return callbackPage({ flow: run.flowName, fields, outcome, language });
    }
    if (method !== 'POST') {
      const allow = 'GET, POST';
      throw new AppError(405, 'method', { params: { method, allow }, headers: { allow } });
    }
    const outcome = await answerCallback(id, at, readAnswer(http, fields), now());
    const statusCode = statuses[outcome];
    if (readsPages) return { ...callbackPage({ flow: run.flowName, outcome, language }), statusCode };
    const told = { answered: outcome === 'answered', message: callbackWords(outcome, language) };
    return {
      statusCode,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(told),
    };
  };
}

const address = /^\/callbacks\/(?<run>r[0-9a-f]{40})\.(?<signature>[0-9a-f]{40})$/;

/** The run when the path is signed with its secret. What is compared does not depend on whether there is such a run. */
async function signedRun(id: string, path: string, signature: string): Promise<Run | undefined> {
  const run = id === '' ? undefined : await getRun(id);
  const signed = isSigned(run?.secret ?? '', path, signature);
  return signed && run?.secret !== undefined ? run : undefined;
}

async function outcomeSoFar(run: Run, path: string): Promise<CallbackOutcome | undefined> {
  const waiting = await getAwaited(run.id, path);
  if (waiting?.status === 'succeeded') return 'already';
  return waiting?.status === 'failed' || !isOpen(run) ? 'closed' : undefined;
}

/**
 * What was posted, as JSON. Fields of the address are part of every answer: who posts to the address of a yes says yes,
 * whatever else is posted. An answer without fields of its own is `body` beside them.
 */
function readAnswer(http: HttpEvent, fields: Record<string, string>): Json {
  const { headers, body, text } = readRequest(http);
  if (body.length > bodyLimit) throw new AppError(413, 'bodyTooLarge', { params: { limit: bodyLimit / 1024 } });
  if (text === '') return fields;
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { ...Object.fromEntries(new URLSearchParams(text)), ...fields };
  const posted = type.startsWith('text/') ? text : readJson(text);
  if (posted !== null && typeof posted === 'object' && !Array.isArray(posted)) return { ...posted, ...fields };
  return Object.keys(fields).length === 0 ? posted : { body: posted, ...fields };
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    throw new AppError(400, 'badJson', { params: { ...jsonFault(text, error) }, cause: error });
  }
}
