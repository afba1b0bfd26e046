import { writeBackup } from '../backup/write-backup.ts';
import { examine } from '../doctor/examine.ts';
import type { Platform } from '../platform.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { FolderError } from '../storage/folder-error.ts';
import type { ControlRequests } from './control-door.ts';

/** Milliseconds after which what a server has in hand must have become visible. */
const inHand = 120_000;

/** What the owner of the data folder may ask of the running server, which listens at `url`. */
export function controlRequests(platform: Platform, folder: DataFolder, url: string): ControlRequests {
  return {
    // Whoever listens on every address of this machine is called on its own.
    address: async () => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:'),
    backup: ({ file }) => writeBackup(folder.path, platform.store.database, String(file), Date.now()),
    doctor: async ({ repair }) => {
      // What it would repair is on its way here: only at a standstill is a gap sure to be one.
      if (repair) throw new FolderError('stopFirst');
      const now = Date.now();
      return examine(folder.path, platform.store.database, now, now - inHand);
    },
  };
}
