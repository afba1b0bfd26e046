import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Platform } from './platform.ts';
import type { DataFolder } from './storage/data-folder.ts';
import { startWire, type Wire } from './wire/start-wire.ts';

/**
 * Opens the embedded AWS to other processes of this machine on `port`. The access key id they must use is in the data
 * folder's file `aws-access-key` (mode 600), made the first time.
 */
export function serveWire(
  platform: Platform,
  folder: DataFolder,
  port: number,
  report: (sentence: string) => void,
): Promise<Wire> {
  const file = folder.file('aws-access-key');
  if (!existsSync(file)) writeFileSync(file, `MR${randomBytes(20).toString('hex').toUpperCase()}\n`, { mode: 0o600 });
  const accessKeyId = readFileSync(file, 'utf8').trim();
  return startWire({ services: platform.operations, port, accessKeyId, report });
}
