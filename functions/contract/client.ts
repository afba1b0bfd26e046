import type { z } from 'zod';
import type { api } from './api.ts';
import { ApiError, type ApiErrorBody } from './api-error.ts';
import type { Route } from './route.ts';
import { routes } from './routes.generated.ts';

type Routes = typeof api;

type Part<Name extends string, S extends z.ZodType> =
  z.input<S> extends undefined
    ? unknown
    : Record<never, never> extends z.input<S>
      ? { [K in Name]?: z.input<S> }
      : { [K in Name]: z.input<S> };

type Arguments<R extends Route> = Part<'params', R['params']> &
  Part<'query', R['query']> &
  Part<'body', R['body']> & { signal?: AbortSignal /** Goes on when the page is left. */; keepalive?: boolean };

/** What a call of the route gives. */
export type Answer<Id extends keyof Routes> = z.output<Routes[Id]['response']>;

/** One function per route of the contract, named by its id. */
export type Client = {
  [Id in keyof Routes]: Record<never, never> extends Arguments<Routes[Id]>
    ? (args?: Arguments<Routes[Id]>) => Promise<Answer<Id>>
    : (args: Arguments<Routes[Id]>) => Promise<Answer<Id>>;
};

/** How the requests of a client reach the server. */
export interface Wiring {
  /** Sends a request to a path of the server; rejects with a TypeError, as `fetch` does, when nothing answers. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Headers that say who asks, and in which language. */
  headers(method: string): Record<string, string>;
  /** Called when the server no longer knows who asks. */
  onSignedOut?(): void;
}

type Address = Record<'id' | 'method' | 'path', string>;

interface AnyArguments {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

/** A typed client over the contract, which needs no zod to run. Its calls throw `ApiError`, and what the wiring throws. */
export function createClient(wiring: Wiring): Client {
  const calls = Object.entries(routes).map(([id, { method, path }]) => [
    id,
    (args: AnyArguments = {}) => call(wiring, { id, method, path }, args),
  ]);
  return Object.fromEntries(calls) as Client;
}

/** A success that is no JSON: a proxy's sign-in page, or the page of another server. */
const strange: ApiErrorBody = {
  code: 'notMillrace',
  message: 'What answers at this address is not Millrace, or something stands in front of it. Look at the address.',
};

async function call(wiring: Wiring, route: Address, args: AnyArguments): Promise<unknown> {
  const { response, text } = await send(wiring, route, args);
  const body = parse(text);
  if (response.ok && text && body === undefined) throw new ApiError(response.status, strange);
  if (response.ok) return body;
  const error = new ApiError(response.status, refusal(response, body));
  if (response.status === 401 && route.id !== 'signIn') wiring.onSignedOut?.();
  throw error;
}

async function send(wiring: Wiring, route: Address, args: AnyArguments): Promise<{ response: Response; text: string }> {
  const headers: Record<string, string> = { accept: 'application/json', ...wiring.headers(route.method) };
  if (args.body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await wiring.fetch(address(route.path, args), {
      method: route.method,
      headers,
      ...(args.body === undefined ? {} : { body: JSON.stringify(args.body) }),
      ...(args.signal ? { signal: args.signal } : {}),
      ...(args.keepalive ? { keepalive: true } : {}),
    });
    return { response, text: await response.text() };
  } catch (thrown) {
    if (args.signal?.aborted) throw new ApiError(0, { code: 'aborted', message: 'The request was given up.' });
    if (thrown instanceof TypeError) throw new ApiError(0, { code: 'unreachable', message: String(thrown) });
    throw thrown;
  }
}

function address(path: string, args: AnyArguments): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args.params?.[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(args.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size ? `${filled}?${query}` : filled;
}

function parse(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the API says; by its status alone where the answer is not the API's own, but a proxy's page, for instance. */
function refusal(response: Response, body: unknown): ApiErrorBody {
  const error = (body as { error?: Partial<ApiErrorBody> } | undefined)?.error;
  if (typeof error?.code === 'string' && typeof error.message === 'string') return error as ApiErrorBody;
  return { code: `http${response.status}`, message: `HTTP ${response.status} ${response.statusText}`.trimEnd() };
}
