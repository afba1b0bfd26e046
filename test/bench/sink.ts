import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The action's target, a process of its own: POST /message keeps how long the event was under way (`ts` in its body,
 * milliseconds since 1970), GET /figures gives and forgets what came since the last time.
 */
let delays: number[] = [];
let last = 0;

const server = createServer((request, response) => {
  if (request.url === '/figures') {
    response.end(JSON.stringify({ delays, last }));
    delays = [];
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { ts } = JSON.parse(Buffer.concat(chunks).toString()) as { ts: number };
    last = Date.now();
    delays.push(performance.timeOrigin + performance.now() - ts);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
