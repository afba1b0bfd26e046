import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

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

const security = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Serves a built file; an address that is no file is a page of the console and gets index.html. */
export async function serveConsole(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const found = extname(path) === '' ? undefined : await read(folder, path);
  if (!found && extname(path) !== '' && path.startsWith('/assets/')) {
    response.writeHead(404, security).end();
    return;
  }
  const body = found ?? (await read(folder, '/index.html'));
  if (!body) {
    response.writeHead(503, { 'content-type': 'text/plain' }).end('The console is not built yet. Run: npm run build');
    return;
  }
  const type = found ? (types[extname(path)] ?? 'application/octet-stream') : types['.html']!;
  // Files under assets carry their content's hash in their name; everything else is asked for again.
  const cache = found && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { ...security, 'content-type': type, 'cache-control': cache, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function read(folder: string, path: string): Promise<Buffer | undefined> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = join(folder, normalize(decoded));
  if (!file.startsWith(folder) || decoded.includes('\0')) return undefined;
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}
