import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { securityHeaders } from '#functions/middleware/security-headers.ts';
import { acceptedCoding, type Coding } from './compressed.ts';
import { refuse } from './refuse.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

interface BuiltFile {
  changed: number;
  etag: string;
  /** As it is, and in the codings that the build made beside it. */
  bytes: Partial<Record<Coding | 'identity', Buffer>>;
}

export type ServeConsole = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

/** Returns a function that serves a built file; an address that is no file is a page of the console and gets index.html. */
export function consoleFiles(folder: string): ServeConsole {
  const read = builtFiles(folder);
  return async (request, response, path) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return refuse(request, response, 405, 'noMethod', { method: request.method ?? '', allow: 'GET, HEAD' });
    }
    const found = extname(path) === '' ? undefined : await read(path);
    if (!found && path.startsWith('/assets/')) return refuse(request, response, 404, 'noFile', {});
    const file = found ?? (await read('/index.html'));
    if (!file) return refuse(request, response, 503, 'noConsole', {});
    const type = found ? (types[extname(path)] ?? 'application/octet-stream') : types['.html'];
    send(request, response, file, {
      ...securityHeaders(process.env.MILLRACE_PUBLIC_URL, policy),
      'content-type': type as string,
      // Files under assets carry their content's hash in their name; everything else is asked for again.
      'cache-control': found && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: file.etag,
      vary: 'accept-encoding',
    });
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { etag, bytes }: BuiltFile,
  headers: Record<string, string>,
): void {
  const known = request.headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*')) {
    const { 'content-type': _type, ...rest } = headers;
    response.writeHead(304, rest).end();
    return;
  }
  const accepted = acceptedCoding(request.headers['accept-encoding']);
  const coding = accepted && bytes[accepted] ? accepted : bytes.gzip && accepted ? 'gzip' : undefined;
  const body = bytes[coding ?? 'identity'] as Buffer;
  response.writeHead(200, {
    ...headers,
    ...(coding && { 'content-encoding': coding }),
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Returns a function that gives a file of the folder, undefined when there is none; it is read once. */
function builtFiles(folder: string): (path: string) => Promise<BuiltFile | undefined> {
  const kept = new Map<string, BuiltFile>();
  return async (path) => {
    const file = fileOf(folder, path);
    if (file === undefined) return undefined;
    try {
      const { mtimeMs } = await stat(file);
      const before = kept.get(file);
      if (before?.changed === mtimeMs) return before;
      const identity = await readFile(file);
      const [br, gzip] = await Promise.all(
        ['.br', '.gz'].map((end) => readFile(`${file}${end}`).catch(() => undefined)),
      );
      const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}"`;
      const built = { changed: mtimeMs, etag, bytes: { identity, ...(br && { br }), ...(gzip && { gzip }) } };
      kept.set(file, built);
      return built;
    } catch {
      return undefined;
    }
  };
}

function fileOf(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = join(folder, normalize(decoded));
  return file.startsWith(folder + sep) && !decoded.includes('\0') ? file : undefined;
}
