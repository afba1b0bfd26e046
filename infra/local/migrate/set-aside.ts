import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { asideName, oldServices, oldTable } from './old-files.ts';

/** Format 2 to 3: puts the data files of format 1, which nobody writes any more, into a folder of their own as a backup. */
export function setAside(path: string): void {
  for (const name of [...oldServices, oldTable]) {
    if (!existsSync(join(path, name))) continue;
    mkdirSync(join(path, asideName(1)), { recursive: true, mode: 0o700 });
    for (const suffix of ['-wal', '-shm', '']) {
      if (existsSync(join(path, name + suffix))) {
        renameSync(join(path, name + suffix), join(path, asideName(1), name + suffix));
      }
    }
  }
}
