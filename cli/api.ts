import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { api as contract } from '#functions/contract/api.ts';
import type { Route } from '#functions/contract/route.ts';
import { askServer } from '#infra/local/control/ask-server.ts';
import { CliError, ServerError, type ServerErrorBody } from './cli-error.ts';
import { dataFolder } from './data-folder.ts';

type Contract = typeof contract;
type RouteId = keyof Contract;

/** What a call of a route takes. */
interface Request<Id extends RouteId> {
  params?: z.input<Contract[Id]['params']>;
  query?: z.input<Contract[Id]['query']>;
  body?: z.input<Contract[Id]['body']>;
}

/** Calls a route of the contract on the server. Throws ServerError, or CliError when there is no server. */
export type Api = <Id extends RouteId>(id: Id, request?: Request<Id>) => Promise<z.output<Contract[Id]['response']>>;

const local = 'http://127.0.0.1:4310';

type Environment = Readonly<Record<string, string | undefined>>;

/** The server that MILLRACE_URL and MILLRACE_TOKEN name; without them the one that runs on the data folder. */
export function createApi(environment: Environment, language: string): Api {
  let url: Promise<string> | undefined;
  return async (id, request = {}) => {
    const route = contract[id] as unknown as Route;
    const token = tokenOf(environment);
    url ??= serverUrl(environment);
    const response = await send(await url, route, request, token, language);
    const text = await response.text();
    if (response.ok) return text ? JSON.parse(text) : undefined;
    throw new ServerError(response.status, errorOf(text, response.status));
  };
}

/** Address of the server that commands talk to: the server on the data folder says where it listens. */
export async function serverUrl(environment: Environment): Promise<string> {
  const url = environment.MILLRACE_URL || (await runningServer(environment)) || local;
  return url.replace(/\/+$/, '');
}

/** Undefined when no server runs on the data folder, or it cannot be asked. */
async function runningServer(environment: Environment): Promise<string | undefined> {
  try {
    return await askServer<string>(dataFolder({ environment }), { do: 'address' });
  } catch {
    return undefined;
  }
}

async function send(
  url: string,
  route: Route,
  request: { params?: unknown; query?: unknown; body?: unknown },
  token: string,
  language: string,
): Promise<Response> {
  const params = (request.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = Object.entries((request.query ?? {}) as Record<string, unknown>).filter(([, v]) => v !== undefined);
  const search = new URLSearchParams(query.map(([name, value]) => [name, String(value)])).toString();
  try {
    return await fetch(`${url}${path}${search && `?${search}`}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': language,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    });
  } catch {
    throw new CliError('noServer', { url });
  }
}

function tokenOf(environment: Environment): string {
  if (environment.MILLRACE_TOKEN) return environment.MILLRACE_TOKEN;
  const file = join(dataFolder({ environment }), 'token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CliError('noToken', { file });
  }
}

function errorOf(text: string, status: number): ServerErrorBody {
  try {
    const { error } = JSON.parse(text) as { error: ServerErrorBody };
    if (typeof error.message === 'string') return error;
  } catch {
    // Not the API's own answer: a proxy's page, for instance.
  }
  return { code: 'unexpected', message: `HTTP ${status}: ${text.slice(0, 200)}` };
}
