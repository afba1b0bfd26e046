import { createHash, timingSafeEqual } from 'node:crypto';
import { environment } from '#functions/aws/environment.ts';
import type { Role } from '#functions/contract/route.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent } from '#functions/middleware/http-event.ts';
import { readPerson } from '#functions/store/person.ts';
import { csrfOf, readSession } from '#functions/store/session.ts';
import { findToken, noteUse, readToken } from '#functions/store/token.ts';
import type { Caller } from './call.ts';
import { readSessionCookie } from './session-cookie.ts';

const ranks = { public: 0, viewer: 1, editor: 2, admin: 3 } as const satisfies Record<Role, number>;

/** Who calls, by API token or session cookie; undefined when neither is good. */
export async function authenticate(event: HttpEvent, now: number): Promise<Caller | undefined> {
  const [scheme, token] = (event.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return byToken(token, now);
  const secret = readSessionCookie(event.cookies);
  return secret ? bySession(secret, now) : undefined;
}

/** True when the caller's role is enough for what needs this one. */
export function isAtLeast(role: Role, caller: Caller): boolean {
  return ranks[caller.role] >= ranks[role];
}

/** Throws AppError 403 unless the caller's role is enough. */
export function mustBe(role: Role, caller: Caller): void {
  if (isAtLeast(role, caller)) return;
  throw new AppError(403, 'forbidden', { params: { role: caller.role, needed: role } });
}

/**
 * Throws AppError 403 when another site sends the request: the browser says so, or the request of a session that
 * changes something lacks the session's token.
 */
export function mustBeOurs(event: HttpEvent, caller: Caller | undefined): void {
  if (event.requestContext.http.method === 'GET') return;
  const { origin, host } = event.headers;
  const ours = [new URL(environment('MILLRACE_PUBLIC_URL')).origin, `http://${host}`, `https://${host}`];
  if (origin !== undefined && !ours.includes(origin)) throw new AppError(403, 'badOrigin');
  if (caller?.session && !equal(event.headers['x-csrf-token'] ?? '', csrfOf(caller.session))) {
    throw new AppError(403, 'badCsrf');
  }
}

async function byToken(token: string, now: number): Promise<Caller | undefined> {
  const stored = await findToken(token);
  if (!stored) return undefined;
  await noteUse(stored, now);
  return { name: stored.name, role: stored.role, token: stored.id };
}

async function bySession(secret: string, now: number): Promise<Caller | undefined> {
  const session = await readSession(secret, now);
  if (!session) return undefined;
  if (session.token) {
    const token = await readToken(session.token);
    if (token) await noteUse(token, now);
    return token && { name: token.name, role: token.role, session: secret, token: token.id };
  }
  const person = await readPerson(session.name);
  if (!person || person.generation !== session.generation) return undefined;
  return { name: person.name, role: person.role, session: secret };
}

function equal(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left as Buffer, right as Buffer);
}
