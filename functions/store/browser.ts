import { createHash, randomBytes } from 'node:crypto';
import { partition } from './table/keys.ts';
import { getItem, putItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** Seconds that a browser is known after somebody signed in with it. */
export const knownFor = 365 * 24 * 3600;

interface StoredBrowser {
  /** Who signed in. */
  name: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** Notes that somebody signed in with a browser and returns the secret that it is known by; the table holds its hash. */
export async function knowBrowser(name: string, now: number): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const stored: StoredBrowser = { name, expiresAt: Math.floor(now / 1000) + knownFor };
  await putItem({ ...browserKey(secret), ...stored });
  return secret;
}

/** Who signed in with the browser of this secret; undefined when nobody did. */
export async function whoUsed(secret: string, now: number): Promise<string | undefined> {
  const browser = await getItem<StoredBrowser>(browserKey(secret));
  return browser && browser.expiresAt * 1000 > now ? browser.name : undefined;
}

function browserKey(secret: string): Key {
  return { pk: partition('browser', createHash('sha256').update(secret).digest('hex')), sk: 'browser' };
}
