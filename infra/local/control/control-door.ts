import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { FolderError } from '../storage/folder-error.ts';
import { controlAddress } from './control-address.ts';

/** What the owner of the data folder may ask of the server that runs on it. */
export type ControlRequests = Record<string, (request: Record<string, unknown>) => Promise<unknown>>;

/** Characters of a request, and milliseconds in which it must be there. */
const longestRequest = 65_536;
const requestWithin = 10_000;

/** Milliseconds that answers under way have when the door closes. */
const grace = 5000;

/**
 * Opens a door in the data folder through which its owner, and nobody else on this machine, asks the running server for
 * what cannot be done beside it. One JSON document in, one out. Rejects when the socket cannot be made.
 */
export async function openControlDoor(folder: string, requests: ControlRequests): Promise<{ close(): Promise<void> }> {
  const address = controlAddress(folder);
  // One that a killed server left behind; the folder's lock says that there is no other server.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
    void answer(socket, requests);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const enough = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, grace);
      for (const socket of open) if (!socket.readableEnded) socket.destroy();
      await closed;
      clearTimeout(enough);
    },
  };
}

async function answer(socket: Socket, requests: ControlRequests): Promise<void> {
  let said: object;
  try {
    const request = JSON.parse(await requestOf(socket)) as Record<string, unknown>;
    const handle = Object.hasOwn(requests, String(request.do)) ? requests[String(request.do)] : undefined;
    if (!handle) throw new Error(`The server does not know how to do "${String(request.do)}".`);
    said = { done: await handle(request) };
  } catch (error) {
    const { message } = error as Error;
    said = { failed: error instanceof FolderError ? { code: error.code, params: error.params } : { message } };
  }
  socket.end(JSON.stringify(said), () => socket.destroySoon());
}

/** All that the other side says; a connection that says too much or takes too long ends. */
async function requestOf(socket: Socket): Promise<string> {
  const late = setTimeout(() => socket.destroy(), requestWithin);
  let said = '';
  try {
    for await (const chunk of socket.setEncoding('utf8')) {
      said += chunk;
      if (said.length > longestRequest) socket.destroy();
    }
    return said;
  } finally {
    clearTimeout(late);
  }
}
