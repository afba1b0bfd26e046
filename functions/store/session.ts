import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { PersonRole } from './person.ts';
import { partition } from './table/keys.ts';
import { deleteItem, getItem, putItem, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** A signed-in browser. Who signed in with a token stays as long as the token; with a password, as long as it. */
export interface StoredSession {
  name: string;
  role: PersonRole;
  token?: string;
  generation?: number;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** Seconds. */
export const sessionLength = 14 * 24 * 3600;

/** Keeps a session and returns its secret for the cookie; the table holds only the secret's hash. */
export async function startSession(session: Omit<StoredSession, 'expiresAt'>, now: number): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const stored: StoredSession = { ...session, expiresAt: Math.floor(now / 1000) + sessionLength };
  await putItem({ ...sessionKey(secret), ...stored });
  return secret;
}

/** The session of this secret; undefined when there is none or its time is over. */
export async function readSession(secret: string, now: number): Promise<StoredSession | undefined> {
  const session = await getItem<StoredSession>(sessionKey(secret));
  return session && session.expiresAt * 1000 > now ? session : undefined;
}

/** Lets a session go on after its person set a new password. */
export function adoptPassword(secret: string, generation: number): Promise<void> {
  return updateItem(sessionKey(secret), { set: { generation } }, { exists: true });
}

/** Ends the session of this secret. */
export function endSession(secret: string): Promise<void> {
  return deleteItem(sessionKey(secret));
}

/** What requests of the session that change something carry in `x-csrf-token`; another site cannot know it. */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('csrf').digest('base64url');
}

function sessionKey(secret: string): Key {
  return { pk: partition('session', createHash('sha256').update(secret).digest('hex')), sk: 'session' };
}
