import { createHash } from 'node:crypto';
import { AppError } from '#functions/middleware/app-error.ts';
import { networkOf } from '#functions/middleware/network-of.ts';
import { attemptsMade, forgetAttempt } from '#functions/store/attempts.ts';
import { knowBrowser, whoUsed } from '#functions/store/browser.ts';
import { type PersonRole, readPerson, setPassword } from '#functions/store/person.ts';
import { adoptPassword, csrfOf, endSession, startSession } from '#functions/store/session.ts';
import { findToken, noteUse } from '#functions/store/token.ts';
import type { Call, Handle } from '../door/call.ts';
import { type Limit, limitAttempts } from '../door/limit-attempts.ts';
import { browserCookie, sessionCookie } from '../door/session-cookie.ts';
import { LaneFull, type Turn } from './hashing-lane.ts';
import { checkPassword, hashPassword } from './password.ts';

interface Person {
  name: string;
  role: PersonRole;
  token?: string;
  generation?: number;
}

/** Signs in with a password or an API token. */
export const signIn: Handle<'signIn'> = async (call) => {
  const { body, browser, now, setCookie } = call;
  const name = 'token' in body ? undefined : body.name;
  const user = browser === undefined ? undefined : await whoUsed(browser, now);
  const known = browser !== undefined && user !== undefined && (name === undefined || name === user);
  const limits = known ? [limitOfBrowser(browser)] : await limitsOf(call);
  await limitAttempts(limits, now);
  const turn = { of: known ? browser : networkOf(call.address), known };
  const takeBack = () => Promise.all(limits.map(({ of }) => forgetAttempt(of, now)));
  let person: Person | undefined;
  try {
    person = await ('token' in body ? byToken(body.token, now) : byPassword(body.name, body.password, turn));
  } catch (error) {
    // Nothing was guessed.
    await takeBack();
    throw error;
  }
  if (!person) throw new AppError(401, 'badSignIn');
  await takeBack();
  const secret = await startSession(person, now);
  setCookie(sessionCookie(secret));
  if (!known) setCookie(browserCookie(await knowBrowser(person.name, now)));
  const by = 'token' in body ? 'token' : 'password';
  return { person: { name: person.name, role: person.role }, by, csrf: csrfOf(secret) };
};

/** Who is signed in. */
export const getSession: Handle<'getSession'> = async ({ caller }) => ({
  person: { name: caller.name, role: caller.role },
  by: caller.token ? 'token' : 'password',
  csrf: caller.session ? csrfOf(caller.session) : '',
});

/** Ends the session and the cookie. */
export const signOut: Handle<'signOut'> = async ({ caller, setCookie }) => {
  if (caller.session) await endSession(caller.session);
  setCookie(sessionCookie());
};

/** Changes the own password; every other session of the person ends. */
export const changePassword: Handle<'changePassword'> = async ({ caller, body, now }) => {
  const person = caller.token ? undefined : await readPerson(caller.name);
  if (!person || !caller.session) throw new AppError(409, 'noPassword');
  const limit = { of: `password of ${person.name}`, most: 10 };
  await limitAttempts([limit], now);
  const turn = { of: person.name, known: true };
  if (!(await inTurn(() => checkPassword(body.old, person.passwordHash, turn))))
    throw new AppError(403, 'wrongPassword');
  await forgetAttempt(limit.of, now);
  await setPassword(person.name, await inTurn(() => hashPassword(body.new, turn)));
  await adoptPassword(caller.session, person.generation + 1);
};

// A pair is what a guesser varies least; the wider limits hold against many names or many addresses. Where others guess
// at a name, an address that has not failed yet may still try: the guessers must not lock its owner out.
async function limitsOf({ body, address, now }: Call<'signIn'>): Promise<Limit[]> {
  const network = networkOf(address);
  const name = 'token' in body ? 'a token' : `the name ${body.name}`;
  const pair = { of: `${name} from ${network}`, most: 5 };
  const fresh = (await attemptsMade(pair.of, now)) <= 0;
  return [
    pair,
    { of: `any name from ${network}`, most: 30 },
    ...('token' in body ? [] : [{ of: `${name} from anywhere`, most: fresh ? 300 : 60 }]),
  ];
}

// Whoever signed in with a browser before has a count of their own there, whatever others do at the same address.
function limitOfBrowser(secret: string): Limit {
  return { of: `browser ${createHash('sha256').update(secret).digest('hex')}`, most: 10 };
}

async function byToken(token: string, now: number): Promise<Person | undefined> {
  const stored = await findToken(token);
  if (stored) await noteUse(stored, now);
  return stored && { name: stored.name, role: stored.role, token: stored.id };
}

async function byPassword(name: string, password: string, turn: Turn): Promise<Person | undefined> {
  const person = await readPerson(name);
  if (!(await inTurn(() => checkPassword(password, person?.passwordHash, turn))) || !person) return undefined;
  return { name: person.name, role: person.role, generation: person.generation };
}

/** Tells whoever would wait too long to come again. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LaneFull)) throw error;
    throw new AppError(429, 'signInsBusy', { headers: { 'retry-after': '5' }, cause: error });
  }
}
