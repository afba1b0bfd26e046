import { forgetAttempt } from '#functions/store/attempts.ts';
import { readPerson, setPassword } from '#functions/store/person.ts';
import { adoptPassword, csrfOf, endSession, startSession } from '#functions/store/session.ts';
import { findToken } from '#functions/store/token.ts';
import { ApiError } from './api-error.ts';
import type { Call, Handle } from './call.ts';
import { type Limit, limitAttempts } from './limit-attempts.ts';
import { checkPassword, hashPassword } from './password.ts';
import { sessionCookie } from './session-cookie.ts';

/** Signs in with a password or an API token. */
export const signIn: Handle<'signIn'> = async (call) => {
  const { body, host, now, setCookie } = call;
  const limits = limitsOf(call);
  await limitAttempts(limits, now);
  const person = 'token' in body ? await byToken(body.token) : await byPassword(body.name, body.password);
  if (!person) throw new ApiError(401, 'badSignIn');
  await Promise.all(limits.map(({ of }) => forgetAttempt(of, now)));
  const secret = await startSession(person, now);
  setCookie(sessionCookie(host, secret));
  return { person: { name: person.name, role: person.role }, csrf: csrfOf(secret) };
};

/** Who is signed in. */
export const getSession: Handle<'getSession'> = async ({ caller }) => ({
  person: { name: caller.name, role: caller.role },
  csrf: caller.session ? csrfOf(caller.session) : '',
});

/** Ends the session and the cookie. */
export const signOut: Handle<'signOut'> = async ({ caller, host, setCookie }) => {
  if (caller.session) await endSession(caller.session);
  setCookie(sessionCookie(host));
};

/** Changes the own password; every other session of the person ends. */
export const changePassword: Handle<'changePassword'> = async ({ caller, body, now }) => {
  const person = caller.token ? undefined : await readPerson(caller.name);
  if (!person || !caller.session) throw new ApiError(409, 'noPassword');
  const limit = { of: `password of ${person.name}`, most: 10 };
  await limitAttempts([limit], now);
  if (!(await checkPassword(body.old, person.passwordHash))) throw new ApiError(403, 'wrongPassword');
  await forgetAttempt(limit.of, now);
  await setPassword(person.name, await hashPassword(body.new));
  await adoptPassword(caller.session, person.generation + 1);
};

// A pair is what a guesser varies least; the wider limits hold against many names or many addresses.
function limitsOf({ body, address }: Call<'signIn'>): Limit[] {
  const name = 'token' in body ? 'a token' : `the name ${body.name}`;
  return [
    { of: `${name} from ${address}`, most: 5 },
    { of: `any name from ${address}`, most: 30 },
    ...('token' in body ? [] : [{ of: `${name} from anywhere`, most: 60 }]),
  ];
}

async function byToken(token: string) {
  const stored = await findToken(token);
  return stored && { name: stored.name, role: stored.role, token: stored.id };
}

async function byPassword(name: string, password: string) {
  const person = await readPerson(name);
  if (!(await checkPassword(password, person?.passwordHash)) || !person) return undefined;
  return { name: person.name, role: person.role, generation: person.generation };
}
