import { Agent, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The same flow written by hand on node:http, nothing stored: what this machine and harness can do at most. */
const agent = new Agent({ keepAlive: true });
const target = process.argv[2] ?? '';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const event = JSON.parse(Buffer.concat(chunks).toString());
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"ok":true}');
    const { fields, key } = event.issue;
    const status = fields.status.name;
    if (fields.priority.name !== 'High' || !['In Review', 'Blocked', 'Done'].includes(status)) return;
    const text = `${event.user.displayName} moved ${key} (${fields.summary}) to ${status}`;
    const body = JSON.stringify({ ts: event.ts, text });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    send(target, { method: 'POST', agent, headers }, (answer) => answer.resume()).end(body);
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
