import {
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { newToken } from '#functions/store/token.ts';
import { itemsInOrder } from '../migrate/items-in-order.ts';
import { setAside } from '../migrate/set-aside.ts';
import { toOneFile } from '../migrate/to-one-file.ts';
import { FolderError } from './folder-error.ts';
import { DataLocked, openDatabase } from './open-database.ts';

/**
 * What turns a folder of format 1 into one of format 2, and so on: a new one is added at the end when Millrace begins to
 * write the folder in another way. A crash may end one anywhere, so each can be begun anew on its own remains.
 */
export type Migrations = readonly ((path: string) => void)[];
const migrations: Migrations = [
  (path) => toOneFile(path, join(path, dataFile)),
  setAside,
  (path) => itemsInOrder(join(path, dataFile)),
];

/** Name of the file that all services keep what they have to keep in. */
export const dataFile = 'millrace.sqlite';

const { S_IFMT, S_IFLNK } = constants;

export interface DataFolder {
  path: string;
  /** Path of a file in it. */
  file(name: string): string;
  /** Gives the folder free for another process. */
  unlock(): void;
}

/**
 * Makes the folder if need be (mode 700), takes it for this process alone and brings it to this Millrace's format.
 * Throws one sentence when another process holds it or it comes from a newer Millrace.
 */
export function openDataFolder(path: string, steps: Migrations = migrations): DataFolder {
  // Whatever this process and the database make in it from now on is for their owner alone.
  process.umask(0o077);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const lock = lockFolder(path);
  try {
    for (const name of readdirSync(path)) {
      // A backup that a crash ended.
      if (name.startsWith('backup-')) rmSync(join(path, name), { recursive: true, force: true });
      else keepToOwner(join(path, name));
    }
    migrate(path, steps);
  } catch (error) {
    lock.close();
    throw error;
  }
  return { path, file: (name) => join(path, name), unlock: () => lock.close() };
}

/** Files that an earlier Millrace made could be read by others, if they got into the folder. */
function keepToOwner(path: string): void {
  const { mode } = lstatSync(path);
  if ((mode & 0o077) !== 0 && (mode & S_IFMT) !== S_IFLNK) chmodSync(path, mode & 0o700);
}

function migrate(path: string, steps: Migrations): void {
  const file = join(path, 'format');
  const newest = steps.length + 1;
  const found = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  if (found === undefined) {
    writeFormat(file, newest);
    return;
  }
  if (!Number.isInteger(found) || found < 1) {
    throw new FolderError('formatUnknown', { file });
  }
  if (found > newest) {
    throw new FolderError('formatNewer', { path, found, newest });
  }
  for (let format = found; format < newest; format++) {
    steps[format - 1]!(path);
    writeFormat(file, format + 1);
  }
}

function writeFormat(file: string, format: number): void {
  const unfinished = `${file}.part`;
  writeFileSync(unfinished, `${format}\n`, { mode: 0o600, flush: true });
  renameSync(unfinished, file);
}

function lockFolder(path: string) {
  try {
    return openDatabase(join(path, 'lock.sqlite'));
  } catch (error) {
    if (!(error instanceof DataLocked)) throw error;
    throw new FolderError('folderLocked', { path });
  }
}

/** The API token kept in the folder's file `token` (mode 600), made on the first call; `given` replaces it. */
export function folderToken(folder: DataFolder, given: string | undefined): string {
  const file = folder.file('token');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const token = given ?? (kept || newToken());
  if (token !== kept) writeFileSync(file, `${token}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return token;
}
