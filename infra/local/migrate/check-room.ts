import fs from 'node:fs';
import { FolderError } from '../storage/folder-error.ts';

/** Room left over for whatever else writes to the disk. */
const spareBytes = 32 * 1024 * 1024;

/** Throws FolderError when the disk that the folder lies on has not that many bytes to spare. */
export function checkRoom(path: string, bytes: number): void {
  const needed = bytes + spareBytes;
  const { bavail, bsize } = fs.statfsSync(path);
  const free = bavail * bsize;
  if (free >= needed) return;
  const megabytes = (count: number) => Math.ceil(count / 1_000_000);
  throw new FolderError('noRoom', { path, needed: megabytes(needed), free: megabytes(free) });
}
