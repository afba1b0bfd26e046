import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Allowance } from './allowance.ts';

/** Bytes of a refused body that are read away so that the client gets to its answer. */
const mostDiscarded = 16 * 1024 * 1024;

/** Why a body was not read: it is larger than may be, there is no room for it now, or its sender went away. */
export type Unread = 'tooLarge' | 'noRoom' | 'gone';

/** True when the request comes with a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The body of a request, of at most `limit` bytes; what has come of it is held of `allowance` until the answer is sent. */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
  allowance: Allowance,
  network: string,
): Promise<Buffer | Unread> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve('tooLarge');
    let chunks: Buffer[] = [];
    let size = 0;
    const stop = (why: Unread) => {
      request.off('data', read);
      chunks = [];
      hold.close();
      resolve(why);
    };
    const hold = allowance.open(network, () => stop('noRoom'));
    const read = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return stop('tooLarge');
      if (!hold.take(chunk.length)) return stop('noRoom');
      chunks.push(chunk);
    };
    request.on('data', read);
    request.once('end', () => {
      hold.keep();
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.once('error', () => stop('gone'));
    response.once('close', () => stop('gone'));
  });
}

/** Reads what is left of a refused body away and keeps nothing; one without end ends the connection. */
export function discardBody(request: IncomingMessage): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostDiscarded) request.socket.destroy();
  });
}
