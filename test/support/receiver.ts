import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON, undefined when it is none. */
  body: unknown;
  at: number;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Milliseconds before the answer. */
  after?: number;
  /** Ends the connection without an answer. */
  hangUp?: boolean;
}

/** A real HTTP server that keeps what it gets and answers as told: the vendor's side of a test. */
export async function startReceiver(answer: (request: Received, count: number) => Answer = () => ({})): Promise<{
  url: string;
  host: string;
  received: Received[];
  answerWith(next: (request: Received, count: number) => Answer): void;
  close(): Promise<void>;
}> {
  const received: Received[] = [];
  let current = answer;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', headers } = request;
      const got: Received = { method, path: url, headers, text, body: asJson(text), at: Date.now() };
      received.push(got);
      const { status = 200, headers: out = {}, body = { ok: true }, after = 0, hangUp } = current(got, received.length);
      setTimeout(() => {
        if (hangUp) return request.socket.destroy();
        const json = typeof body !== 'string';
        response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/plain', ...out });
        response.end(json ? JSON.stringify(body) : body);
      }, after);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    received,
    answerWith: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
