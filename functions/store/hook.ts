import { randomBytes } from 'node:crypto';
import { partition } from './table/keys.ts';
import { getItem, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** One inbound address: `<public url>/hooks/<key>`. */
export interface Hook {
  /** 32 random bytes, base64url. */
  key: string;
  connector: string;
  /** Address of a core.webhook flow. */
  flow?: string;
  /** Address of a connection; for a flow's hook the connection that holds the secret to verify with. */
  connection?: string;
}

/** A key that nobody can guess. */
export function newHookKey(): string {
  return randomBytes(32).toString('base64url');
}

/** The hook of this address; undefined when there is none. */
export function getHook(key: string): Promise<Hook | undefined> {
  return getItem<Hook>(hookKey(key));
}

/** Writes that put `next` in the place of `previous`; for the caller's transaction, together with `bumpCatalogue`. */
export function replaceHook(previous: Hook | undefined, next: Hook | undefined): Write[] {
  return [
    ...(previous && previous.key !== next?.key ? [{ delete: hookKey(previous.key) }] : []),
    ...(next ? [{ put: { ...hookKey(next.key), ...next } }] : []),
  ];
}

function hookKey(key: string): Key {
  return { pk: partition('hook', key), sk: 'hook' };
}
