import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorText } from '#functions/api/texts.ts';
import { languageOf } from '#functions/middleware/language-of.ts';
import { serveConsole } from './console-files.ts';
import { type HttpResult, toEvent, writeResult } from './payload.ts';
import { type Throttle, throttle } from './throttle.ts';

export interface Route {
  /** `/api/*` */
  path: string;
  function: string;
  maxBodyBytes: number;
  throttle: Throttle;
}

export interface GatewayOptions {
  host: string;
  port: number;
  routes: readonly Route[];
  /** Calls a function with an HTTP event; rejects when the function failed without an answer. */
  call: (functionName: string, event: object) => Promise<unknown>;
  /** Folder of the built console. */
  consoleFolder: string;
}

type Door = Route & { take: () => number | undefined };

/** A body that is not there after this long is not awaited any longer. */
const requestTimeoutMs = 30_000;
const maxHeaderBytes = 16_384;

/**
 * Does what API Gateway does on AWS: HTTP requests become events for functions, answers become HTTP again; everything
 * else is a file of the console. Rejects with `EADDRINUSE` when the port is taken. `close` lets requests under way end.
 */
export async function startGateway(options: GatewayOptions): Promise<{ port: number; close(): Promise<void> }> {
  const doors = options.routes.map((route) => ({ ...route, take: throttle(route.throttle) }));
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, requestTimeout: requestTimeoutMs },
    (request, response) => {
      handle(options, doors, request, response).catch((error: unknown) => {
        console.error(JSON.stringify({ level: 'error', at: 'gateway', message: String(error) }));
        fail(response, 500, 'internal', 'Something went wrong on the server.');
      });
    },
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return;
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const message = tooLarge ? 'The headers are larger than 16 KB.' : 'This is not an HTTP request.';
    const body = JSON.stringify({ error: { code: tooLarge ? 'headersTooLarge' : 'badRequest', message } });
    socket.end(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, options: GatewayOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
}

async function handle(
  options: GatewayOptions,
  doors: readonly Door[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = `http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`;
  if (!URL.canParse(target)) return fail(response, 400, 'badRequest', 'The address cannot be read.');
  const url = new URL(target);
  const route = doors.find((each) => url.pathname.startsWith(each.path.slice(0, -1)));
  if (!route) return serveConsole(options.consoleFolder, request, response, url.pathname);
  const wait = route.take();
  if (wait !== undefined) return tooMany(response, request, Math.ceil(wait / 1000));
  const body = await readBody(request, route.maxBodyBytes);
  if (body === 'tooLarge') {
    response.setHeader('connection', 'close');
    return fail(response, 413, 'bodyTooLarge', `The body is larger than ${route.maxBodyBytes / 1024} KB.`);
  }
  const result = await options.call(route.function, toEvent(request, url, body, Date.now()));
  writeResult(response, result as HttpResult);
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'tooLarge'> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      request.resume();
      return resolve('tooLarge');
    }
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) resolve('tooLarge');
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

/** API Gateway answers `{"message":"Too Many Requests"}` alone here; ours also says when to come again. */
function tooMany(response: ServerResponse, request: IncomingMessage, seconds: number): void {
  const text = errorText('tooManyRequests', { seconds }, languageOf(request.headers['accept-language']));
  response
    .writeHead(429, { 'content-type': 'application/json', 'retry-after': String(seconds) })
    .end(JSON.stringify({ error: { code: 'tooManyRequests', ...text } }));
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code, message } }));
}
