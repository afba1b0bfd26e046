import type { z } from 'zod';
import type { api } from '#functions/contract/api.ts';
import type { Route } from '#functions/contract/route.ts';
import { routes } from '#functions/contract/routes.generated.ts';
import { ApiError } from './api-error.ts';

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

interface Wiring {
  fetch: typeof fetch;
  /** Token of the session, sent with every request that changes something. */
  csrf(): string | undefined;
  language(): string;
  /** Called when the server no longer knows the session. */
  onSignedOut(): void;
}

type Address = Record<'id' | 'method' | 'path', string>;

interface AnyArguments {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

/** A typed client over the contract. Its calls throw `ApiError`. */
export function createClient(wiring: Wiring): Client {
  const calls = Object.entries(routes).map(([id, { method, path }]) => [
    id,
    (args: AnyArguments = {}) => call(wiring, { id, method, path }, args),
  ]);
  return Object.fromEntries(calls) as Client;
}

async function call(wiring: Wiring, route: Address, args: AnyArguments): Promise<unknown> {
  const response = await send(wiring, route, args);
  const text = await response.text();
  const body = parse(text);
  if (response.ok) return body;
  const error = new ApiError(response.status, problemOf(response, body));
  if (response.status === 401 && route.id !== 'signIn') wiring.onSignedOut();
  throw error;
}

async function send(wiring: Wiring, route: Address, args: AnyArguments): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': wiring.language() };
  const csrf = wiring.csrf();
  if (route.method !== 'GET' && csrf) headers['x-csrf-token'] = csrf;
  if (args.body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await wiring.fetch(address(route.path, args), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(args.body === undefined ? {} : { body: JSON.stringify(args.body) }),
      ...(args.signal ? { signal: args.signal } : {}),
      ...(args.keepalive ? { keepalive: true } : {}),
    });
  } catch (thrown) {
    if (args.signal?.aborted) throw new ApiError(0, { code: 'aborted', message: 'The request was given up.' });
    throw new ApiError(0, { code: 'unreachable', message: String(thrown) });
  }
}

function address(path: string, args: AnyArguments): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args.params?.[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(args.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
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

function problemOf(response: Response, body: unknown): ConstructorParameters<typeof ApiError>[1] {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error;
  if (typeof error?.code === 'string' && typeof error.message === 'string') {
    return error as ConstructorParameters<typeof ApiError>[1];
  }
  return { code: `http${response.status}`, message: response.statusText || `HTTP ${response.status}` };
}
