import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { FolderError, type FolderProblem } from '../storage/folder-error.ts';
import { controlAddress } from './control-address.ts';

/**
 * Asks the server that runs on the data folder; undefined when none does. Throws FolderError, or what the server said
 * went wrong.
 */
export async function askServer<T>(
  folder: string,
  request: Record<string, unknown> & { do: string },
): Promise<T | undefined> {
  const socket = await knock(controlAddress(folder));
  if (!socket) return undefined;
  socket.end(JSON.stringify(request));
  const { done, failed } = JSON.parse(await text(socket)) as {
    done?: T;
    failed?: { code?: FolderProblem; params?: Record<string, string>; message?: string };
  };
  if (failed?.code) throw new FolderError(failed.code, failed.params);
  if (failed) throw new Error(failed.message);
  return done;
}

function knock(address: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: address, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
  });
}
