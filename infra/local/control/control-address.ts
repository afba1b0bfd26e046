import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the server on a data folder listens for its owner: a socket in the folder, a named pipe on Windows. */
export function controlAddress(folder: string): string {
  if (process.platform !== 'win32') return join(folder, 'control.sock');
  return `\\\\.\\pipe\\millrace-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
}
