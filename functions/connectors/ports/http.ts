import type { Agent, Dispatcher } from 'undici';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { classOfStatus, retryAfterSeconds } from '#flows/connectors/http-status.ts';
import { isBelow } from '#flows/connectors/is-below.ts';
import type { HttpRequest, HttpResponse, Ports } from '#flows/connectors/ports.ts';
import { networkError, saidBy, unreadableAnswer } from './network-error.ts';

/** Bytes of a request's body and of an answer's. */
const requestLimit = 5 * 1024 * 1024;
const answerLimit = 10 * 1024 * 1024;

const redirectLimit = 5;

/** Headers that another origin may see when it is redirected to; all others may carry credentials. */
const harmless = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

const userAgent = 'Millrace/1';

interface Call {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  below: string | undefined;
}

/** The port `http`: every failure is a ConnectorError told to a person. `signal` ends a call that takes too long. */
export function httpPort(agent: Agent, signal: AbortSignal, now: () => number): Ports['http'] {
  return async (request) => {
    let call = prepared(request);
    for (let redirects = 0; ; redirects++) {
      const answer = await send(agent, call, signal);
      const next = redirected(call, answer);
      if (!next) return accepted(request, call, answer, now);
      if (redirects === redirectLimit) {
        throw new ConnectorError('InvalidInput', {
          id: 'tooManyRedirects',
          params: { call: callName(call), limit: redirectLimit },
        });
      }
      call = next;
    }
  };
}

function prepared({ method, url: address, headers = {}, query = {}, body, below }: HttpRequest): Call {
  if (!URL.canParse(address)) {
    throw new ConnectorError('InvalidInput', { id: 'notAnAddress', params: { url: address } });
  }
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConnectorError('InvalidInput', { id: 'wrongProtocol', params: { protocol: url.protocol } });
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const all: Record<string, string> = { 'user-agent': userAgent };
  for (const [name, value] of Object.entries(headers)) {
    if (/[\r\n\0]/.test(value)) throw new ConnectorError('InvalidInput', { id: 'headerLineBreak', params: { name } });
    all[name.toLowerCase()] = value;
  }
  if (url.username || url.password) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    all.authorization ??= `Basic ${Buffer.from(pair).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  if (text !== undefined) {
    all['content-type'] ??= typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
    if (text.length > requestLimit) {
      throw new ConnectorError('InvalidInput', { id: 'bodyTooLong', params: { limit: requestLimit / 1024 / 1024 } });
    }
  }
  return { url, method: method.toUpperCase(), headers: all, body: text, below };
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

async function send(agent: Agent, call: Call, signal: AbortSignal): Promise<Answer> {
  try {
    const answer = await agent.request({
      origin: call.url.origin,
      path: `${call.url.pathname}${call.url.search}`,
      method: call.method as Dispatcher.HttpMethod,
      headers: call.headers,
      body: call.body ?? null,
      signal,
      // The signal is the only clock: it knows how long the whole step may take.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const text = await limitedText(answer.body, call);
    return { status: answer.statusCode, headers: flat(answer.headers), text };
  } catch (error) {
    throw error instanceof ConnectorError ? error : networkError(error, callName(call), signal);
  }
}

async function limitedText(body: Dispatcher.ResponseData['body'], call: Call): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > answerLimit) {
      const params = { call: callName(call), limit: answerLimit / 1024 / 1024 };
      throw new ConnectorError('InvalidInput', { id: 'answerTooLong', params });
    }
  }
  return (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8');
}

function redirected(call: Call, { status, headers }: Answer): Call | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || !headers.location) return undefined;
  if (!URL.canParse(headers.location, call.url)) return undefined;
  const url = new URL(headers.location, call.url);
  if (url.protocol !== 'https:' && url.protocol !== call.url.protocol) {
    const params = { call: callName(call), protocol: url.protocol };
    throw new ConnectorError('InvalidInput', { id: 'redirectsElsewhere', params });
  }
  const keeps = status >= 307 || call.method === 'GET' || call.method === 'HEAD';
  const same = url.origin === call.url.origin && (call.below === undefined || isBelow(url.href, call.below));
  const sent = Object.entries(call.headers).filter(
    ([name]) => (same || harmless.has(name)) && (keeps || name !== 'content-type'),
  );
  return {
    url,
    method: keeps ? call.method : 'GET',
    headers: Object.fromEntries(sent),
    body: keeps ? call.body : undefined,
    below: call.below,
  };
}

function accepted(request: HttpRequest, call: Call, answer: Answer, now: () => number): HttpResponse {
  const { status, headers, text } = answer;
  const good = request.accept ? request.accept(status) : status < 400;
  if (good) {
    return {
      ...answer,
      json() {
        try {
          return JSON.parse(text);
        } catch {
          throw unreadableAnswer(callName(call), status, text);
        }
      },
    };
  }
  const says = saidBy(text);
  const params = { call: callName(call), status };
  const retryAfter = retryAfterSeconds(headers['retry-after'], now());
  throw new ConnectorError(
    classOfStatus(status),
    says ? { id: 'answeredSaying', params: { ...params, says } } : { id: 'answered', params },
    { status, ...(retryAfter !== undefined && { retryAfter }) },
  );
}

/** Method and address without its query, which may hold a key. */
function callName({ method, url }: Call): string {
  return `${method} ${url.origin}${url.pathname}`;
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const one: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) one[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return one;
}
