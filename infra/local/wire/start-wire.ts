import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../aws-error.ts';
import { startBoundedServer } from '../http/bounded-server.ts';
import type { WireRequest, WireResponse } from './exchange.ts';
import { protocolOf, type WireServices } from './services.ts';

/** The embedded services over HTTP. */
export interface Wire {
  /** For `AWS_ENDPOINT_URL_<SERVICE>`. */
  endpoint: string;
  stop(): Promise<void>;
}

/** Bytes: S3's largest object here with its chunks. */
const largestBody = 101 * 1024 * 1024;

/** Milliseconds for sending that much. */
const requestMilliseconds = 120_000;

/** All of them come from this machine. */
const connections = { most: 1024, mostOfOne: 1024 };

/**
 * Serves the services' own protocols on a loopback port, 0 for a free one. Signatures are not checked; in their place
 * the access key id is a secret that every request must show. `report` hears of mistakes of our own.
 */
export async function startWire({
  services,
  port,
  accessKeyId,
  report,
}: {
  services: WireServices;
  port: number;
  accessKeyId: string;
  report: (sentence: string) => void;
}): Promise<Wire> {
  const protocol = protocolOf(services);
  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const response = await answer(incoming).catch((error: unknown) => {
      report(`The wire could not answer ${incoming.method} ${incoming.url}: ${error}`);
      return { status: 500, headers: {}, body: '' };
    });
    outgoing.writeHead(response.status, { 'x-amzn-requestid': randomUUID(), ...response.headers });
    outgoing.end(response.body);
  }

  async function answer(incoming: IncomingMessage): Promise<WireResponse> {
    const head = readHead(incoming);
    const { answer, error } = protocol(head);
    try {
      checkCredential(head.headers.authorization, accessKeyId);
      return await answer({ ...head, body: await readBody(incoming) });
    } catch (thrown) {
      if (thrown instanceof AwsError) return error(head, thrown);
      report(`${incoming.method} ${incoming.url} failed: ${thrown}`);
      return error(head, new AwsError('InternalFailure', 'An internal error occurred.', 500));
    }
  }

  const server = await startBoundedServer({
    host: '127.0.0.1',
    port,
    connections,
    requestMilliseconds,
    handle: respond,
    refusal: () => ({ headers: {}, body: '' }),
  });
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.close() };
}

function readHead(incoming: IncomingMessage): WireRequest {
  const [path = '', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  return {
    method: incoming.method ?? 'GET',
    path: path.split('/').slice(1).map(decode),
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.alloc(0),
  };
}

/** A part that is no valid encoding stays as it is: it then names nothing that exists. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw new AwsError('EntityTooLarge', 'The request is too large.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Throws UnrecognizedClientException unless the request was signed with the access key. */
function checkCredential(authorization: string | undefined, accessKeyId: string): void {
  const shown = Buffer.from(/\bCredential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(accessKeyId);
  if (shown.length === wanted.length && timingSafeEqual(shown, wanted)) return;
  throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
}
