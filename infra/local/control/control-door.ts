import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { FolderError } from '../folder-error.ts';
import { controlAddress } from './control-address.ts';

/** What the owner of the data folder may ask of the server that runs on it. */
export type ControlRequests = Record<string, (request: Record<string, unknown>) => Promise<unknown>>;

/**
 * Opens a door in the data folder through which its owner, and nobody else on this machine, asks the running server for
 * what cannot be done beside it. One JSON document in, one out. Rejects when the socket cannot be made.
 */
export async function openControlDoor(folder: string, requests: ControlRequests): Promise<{ close(): Promise<void> }> {
  const address = controlAddress(folder);
  // One that a killed server left behind; the folder's lock says that there is no other server.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    void answer(socket, requests);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function answer(socket: Socket, requests: ControlRequests): Promise<void> {
  let said: object;
  try {
    const request = JSON.parse(await text(socket)) as Record<string, unknown>;
    const handle = Object.hasOwn(requests, String(request.do)) ? requests[String(request.do)] : undefined;
    if (!handle) throw new Error(`The server does not know how to do "${String(request.do)}".`);
    said = { done: await handle(request) };
  } catch (error) {
    const { message } = error as Error;
    said = { failed: error instanceof FolderError ? { code: error.code, params: error.params } : { message } };
  }
  socket.end(JSON.stringify(said));
}
