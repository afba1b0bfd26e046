import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newToken } from '#functions/store/token.ts';
import { DataLocked, openDatabase } from './open-database.ts';

/** Raised when a newer Millrace writes the folder in a way that this one cannot read. */
const format = 1;

export interface DataFolder {
  path: string;
  /** Path of a file in it. */
  file(name: string): string;
  /** Gives the folder free for another process. */
  unlock(): void;
}

/**
 * Makes the folder if need be (mode 700), takes it for this process alone and looks at its format. Throws one sentence
 * when another process holds it or it comes from a newer Millrace.
 */
export function openDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const lock = lockFolder(path);
  const formatFile = join(path, 'format');
  const found = existsSync(formatFile) ? Number(readFileSync(formatFile, 'utf8')) : undefined;
  if (found === undefined) writeFileSync(formatFile, `${format}\n`, { mode: 0o600 });
  else if (found > format) {
    lock.close();
    throw new Error(
      `The data folder ${path} was written by a newer Millrace (format ${found}); this one reads ${format}. Update Millrace.`,
    );
  }
  return { path, file: (name) => join(path, name), unlock: () => lock.close() };
}

function lockFolder(path: string) {
  try {
    return openDatabase(join(path, 'lock.sqlite'));
  } catch (error) {
    if (!(error instanceof DataLocked)) throw error;
    throw new DataLocked(
      `The data folder ${path} is in use: another Millrace runs on it. Stop that one, or set MILLRACE_DATA to another folder.`,
    );
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
