import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { OpenSockets } from './open-sockets.ts';

const maxHeaderBytes = 16_384;
/** Milliseconds for a request's headers, for all of it, and for its answer to reach a slow reader. */
const headersWithin = 10_000;
const requestWithin = 30_000;
const exchangeWithin = 180_000;
/** Milliseconds in which nothing at all moves. */
const silence = 60_000;
/** Milliseconds that a refused client has for reading why before its connection ends. */
const parting = 1000;

export interface BoundedServerOptions {
  host: string;
  port: number;
  connections: { most: number; mostOfOne: number };
  /** Addresses that bring the connections of many: proxies. */
  isProxy?: (address: string) => boolean;
  /** Milliseconds for a whole request; half a minute unless told. */
  requestMilliseconds?: number;
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Body of the answer to what is no request: status 400, 408 or 431. */
  refusal: (status: 400 | 408 | 431) => { headers: Record<string, string>; body: string };
}

export interface BoundedServer {
  port: number;
  /** Takes nothing more; lets answers under way end for `grace` milliseconds, then ends every connection. */
  close(grace?: number): Promise<void>;
}

/**
 * An HTTP server in which nothing lasts for ever: connections are bounded in number, requests and answers in time, and a
 * refused connection ends from this side. Rejects with `EADDRINUSE` when the port is taken.
 */
export async function startBoundedServer(options: BoundedServerOptions): Promise<BoundedServer> {
  const sockets = new OpenSockets(options.connections, options.isProxy);
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersWithin,
      requestTimeout: options.requestMilliseconds ?? requestWithin,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      const { socket } = request;
      if (!sockets.begin(socket)) return;
      const late = setTimeout(() => socket.destroy(), exchangeWithin);
      response.once('close', () => {
        clearTimeout(late);
        sockets.end(socket);
      });
      void options.handle(request, response);
    },
  );
  server.timeout = silence;
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => part(socket, error.code, options.refusal));
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    async close(grace = 5000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sockets.close();
      const enough = setTimeout(() => sockets.endAll(), grace);
      await closed;
      clearTimeout(enough);
    },
  };
}

/** Says what was wrong and ends the connection, whether the client ends its side or not. */
function part(socket: Socket, code: string | undefined, refusal: BoundedServerOptions['refusal']): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const reasons = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };
  const { headers, body } = refusal(status);
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\n${lines.join('')}\r\n${body}`);
  const last = setTimeout(() => socket.destroy(), parting);
  socket.once('close', () => clearTimeout(last));
}

function listen(server: Server, { host, port }: BoundedServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
