import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkOf } from '#functions/middleware/network-of.ts';
import { Allowance } from './allowance.ts';
import { bodyTurns } from './body-turns.ts';
import { type BoundedServer, startBoundedServer } from './bounded-server.ts';
import { clientAddress, type IsProxy } from './client-address.ts';
import { acceptedCoding, compressed } from './compressed.ts';
import { consoleFiles, type ServeConsole } from './console-files.ts';
import { lanes } from './lanes.ts';
import { type HttpEvent, type HttpResult, toEvent, withBody, writeResult } from './payload.ts';
import { discardBody, hasBody, readBody } from './read-body.ts';
import { refusal, refuse } from './refuse.ts';

export interface Route {
  /** `/api/*` */
  path: string;
  function: string;
  maxBodyBytes: number;
  /** Requests under one credential that are worked on at once; the others wait behind them. All of them unless told. */
  atOnce?: number;
  /** A path that is answered at once, whoever asks and however much they have under way. */
  free?: string;
  /** Its JSON may be compressed: no answer mixes secrets with what another could have written (decision 0022). */
  compress?: boolean;
}

/** What is known of a request before its body: it is turned away with this answer, or may send so many bytes. */
export type Admission = { refused: HttpResult } | { maxBodyBytes: number };

export interface GatewayOptions {
  host: string;
  port: number;
  routes: readonly Route[];
  /** Calls a function with an HTTP event; rejects when the function failed without an answer. */
  call: (functionName: string, event: HttpEvent) => Promise<unknown>;
  /** Judges a request by all but its body, which is read afterwards; undefined when the function has no say in that. */
  admit?: (functionName: string, event: HttpEvent) => Promise<Admission | undefined>;
  isProxy?: IsProxy;
  /** Folder of the built console. */
  consoleFolder: string;
}

/** Connections in all and of one network; a browser opens six, a busy sender some hundreds. */
const connections = { most: 4096, mostOfOne: 1024 };
/** Bytes of bodies in hand, and of answers that slow readers have not taken yet. */
const bodies = { most: 64 * 1024 * 1024, mostOfOne: 16 * 1024 * 1024 };
const answers = { most: 128 * 1024 * 1024, mostOfOne: 32 * 1024 * 1024 };

/**
 * Does what API Gateway does on AWS: HTTP requests become events for functions, answers become HTTP again; everything
 * else is a file of the console. Rejects with `EADDRINUSE` when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<BoundedServer> {
  const gateway = new Gateway(options);
  return startBoundedServer({
    host: options.host,
    port: options.port,
    connections,
    isProxy: options.isProxy ?? (() => false),
    handle: (request, response) => gateway.handle(request, response),
    refusal: (status) => refusal(({ 400: 'noHttp', 408: 'tooSlow', 431: 'headersTooLarge' } as const)[status], {}),
  });
}

type LanedRoute = Route & { lane: ReturnType<typeof lanes> };

class Gateway {
  readonly #options: GatewayOptions;
  readonly #routes: LanedRoute[];
  readonly #serveConsole: ServeConsole;
  readonly #bodies = new Allowance(bodies);
  readonly #bodyTurn = bodyTurns();
  readonly #answers = new Allowance(answers);

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#routes = options.routes.map((route) => ({ ...route, lane: lanes(route.atOnce ?? Number.POSITIVE_INFINITY) }));
    this.#serveConsole = consoleFiles(options.consoleFolder);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(request, response);
    } catch (error) {
      console.error(JSON.stringify({ level: 'ERROR', at: 'gateway', message: String(error) }));
      refuse(request, response, 500, 'internalHere', {});
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = targetOf(request);
    if (!url) return refuse(request, response, 400, 'badAddress', {});
    const route = this.#routes.find((each) => url.pathname.startsWith(each.path.slice(0, -1)));
    if (!route) {
      discardBody(request);
      return this.#serveConsole(request, response, url.pathname);
    }
    const address = clientAddress(request, this.#options.isProxy ?? (() => false));
    const network = networkOf(address);
    const head = toEvent(request, url, address, Date.now());
    const body = await this.#bodyOf(request, response, route, head, network);
    if (body === undefined) return;
    await this.#bodyTurn(body.length);
    const call = async () => {
      // Who went away while waiting for a turn wants no answer.
      if (response.destroyed) return undefined;
      return this.#options.call(route.function, withBody(head, body));
    };
    const result = (await inLane(route, request, head, network, call)) as HttpResult | undefined;
    if (result !== undefined) await this.#write(request, response, route, result, network);
  }

  /** The body, empty when there is none; undefined when the request has been answered without it. */
  async #bodyOf(
    request: IncomingMessage,
    response: ServerResponse,
    route: LanedRoute,
    head: HttpEvent,
    network: string,
  ): Promise<Buffer | undefined> {
    if (!hasBody(request)) return Buffer.alloc(0);
    const admission = await inLane(route, request, head, network, async () =>
      this.#options.admit?.(route.function, head),
    );
    if (admission && 'refused' in admission) {
      writeResult(response, admission.refused);
      discardBody(request);
      return undefined;
    }
    const limit = Math.min(route.maxBodyBytes, admission?.maxBodyBytes ?? route.maxBodyBytes);
    const body = await readBody(request, response, limit, this.#bodies, network);
    if (Buffer.isBuffer(body)) return body;
    if (body === 'tooLarge') refuse(request, response, 413, 'bodyTooLarge', { limit: limit / 1024 });
    if (body === 'noRoom') {
      response.setHeader('retry-after', '1');
      refuse(request, response, 503, 'noRoom', {});
    }
    discardBody(request);
    return undefined;
  }

  async #write(
    request: IncomingMessage,
    response: ServerResponse,
    route: Route,
    result: HttpResult,
    network: string,
  ): Promise<void> {
    const hold = this.#answers.open(network, () => request.socket.destroy());
    response.once('close', hold.close);
    if (!hold.take(result.body?.length ?? 0)) {
      response.setHeader('retry-after', '1');
      return refuse(request, response, 503, 'noRoom', {});
    }
    const coding = route.compress && mayCompress(request, result) && acceptedCoding(request.headers['accept-encoding']);
    const packed = coding ? await compressed(result.body ?? '', coding) : undefined;
    if (coding) response.setHeader('vary', 'accept-encoding');
    if (!packed) return writeResult(response, result);
    response.setHeader('content-encoding', coding as string);
    writeResult(response, { ...result, body: packed.toString('base64'), isBase64Encoded: true });
  }
}

/** Does the work for a request in its caller's lane; all strangers of one network share one. */
function inLane<T>(
  { lane, free }: LanedRoute,
  { headers }: IncomingMessage,
  { rawPath }: HttpEvent,
  network: string,
  work: () => Promise<T>,
): Promise<T> {
  return rawPath === free ? work() : lane(headers.authorization ?? headers.cookie ?? network, work);
}

/**
 * Where a request goes: its path and query alone say so, never its Host. Undefined when it is no path of a server or the
 * Host is no name of one.
 */
function targetOf({ url = '', headers }: IncomingMessage): URL | undefined {
  if (!/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(headers.host ?? 'localhost')) return undefined;
  const target = `http://localhost${url}`;
  return url.startsWith('/') && URL.canParse(target) ? new URL(target) : undefined;
}

/**
 * Compressing tells by its length how alike parts of an answer are. So nothing is compressed that says it may not, such as
 * what holds a secret, and nothing that another site had a signed-in browser ask for.
 */
function mayCompress({ headers }: IncomingMessage, result: HttpResult): boolean {
  const told = result.headers ?? {};
  if (!String(told['content-type'] ?? '').includes('json')) return false;
  if (String(told['cache-control'] ?? '').includes('no-transform')) return false;
  return headers.cookie === undefined || headers['sec-fetch-site'] === 'same-origin';
}
