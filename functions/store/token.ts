import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PersonRole } from './person.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import { partition } from './table/keys.ts';
import { deleteItem, getItem, putItem, queryItems, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** An API token as it is kept: its SHA-256 only. */
export interface StoredToken {
  id: string;
  name: string;
  role: PersonRole;
  hash: string;
  createdAt: string;
  createdBy: string;
  lastUsedAt?: string;
}

/** Milliseconds between two notes of a token's use. */
const noteUseEvery = 60 * 60_000;

const all = () => partition('tokens');
const tokenKey = (id: string): Key => ({ pk: all(), sk: id });

/** A token that nobody can guess: 256 bits. */
export function newToken(): string {
  return `millrace_${randomBytes(32).toString('base64url')}`;
}

/** Keeps a token; `id` comes out of its hash, so keeping the same one again replaces the record. */
export async function keepToken(
  token: string,
  about: Pick<StoredToken, 'name' | 'role' | 'createdAt' | 'createdBy'>,
): Promise<StoredToken> {
  const stored: StoredToken = { id: idOf(token), hash: hashOf(token).toString('hex'), ...about };
  await putItem({ ...tokenKey(stored.id), ...stored });
  return stored;
}

/** The record of a token, compared in constant time; undefined when it is not known or revoked. */
export async function findToken(token: string): Promise<StoredToken | undefined> {
  const stored = await readToken(idOf(token));
  return stored && timingSafeEqual(Buffer.from(stored.hash, 'hex'), hashOf(token)) ? stored : undefined;
}

/** The record of a token by its id; undefined when there is none. */
export function readToken(id: string): Promise<StoredToken | undefined> {
  return getItem<StoredToken>(tokenKey(id));
}

/** Notes that the token is in use, at most once an hour. */
export async function noteUse({ id, lastUsedAt }: StoredToken, now: number): Promise<void> {
  if (lastUsedAt && now - Date.parse(lastUsedAt) < noteUseEvery) return;
  await unlessRefused(updateItem(tokenKey(id), { set: { lastUsedAt: new Date(now).toISOString() } }, { exists: true }));
}

/** A page of tokens, by id. */
export function listTokens(page: {
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: StoredToken[]; next?: string }> {
  return queryItems<StoredToken>({ pk: all(), limit: page.limit, ...(page.cursor && { cursor: page.cursor }) });
}

/** Makes the token worthless at once; false when there was none. */
export async function revokeToken(id: string): Promise<boolean> {
  try {
    await deleteItem(tokenKey(id), { exists: true });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function idOf(token: string): string {
  return hashOf(token).toString('hex').slice(0, 16);
}
