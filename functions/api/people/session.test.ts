import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { countAttempt } from '#functions/store/attempts.ts';
import { callApi } from '#test/support/call-api.ts';
import { startTable } from '#test/support/table.ts';
import { ensureAdministrator, registerLocalToken } from './administrator.ts';

let table: Awaited<ReturnType<typeof startTable>>;
let password: string;

beforeAll(async () => {
  table = await startTable();
  process.env.MILLRACE_PUBLIC_URL = 'https://flows.example.com';
  password = (await ensureAdministrator(Date.now()))?.password ?? '';
  await registerLocalToken('local-token', Date.now());
});
afterAll(() => table.stop());
afterEach(() => vi.useRealTimers());

const signIn = (body: { name: string; password: string } | { token: string }, address = '10.0.0.1') =>
  callApi('POST', '/api/session', { body, address });

async function session() {
  const answer = await signIn({ name: 'admin', password }, '10.9.9.9');
  return { cookie: answer.cookies[0]?.split(';')[0] ?? '', csrf: answer.body.csrf as string };
}

describe('signing in', () => {
  it('makes one administrator and tells the password once', async () => {
    expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){4}$/);
    expect(await ensureAdministrator(Date.now())).toBeUndefined();
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await callApi('POST', '/api/session', {
      body: { name: 'admin', password },
      headers: { host: 'flows.example.com' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ person: { name: 'admin', role: 'admin' }, by: 'password' });
    expect(answer.cookies[0]).toMatch(/^millrace=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
    const me = await callApi('GET', '/api/session', { cookie: answer.cookies[0]?.split(';')[0] });
    expect(me.body).toEqual(answer.body);
  });

  it.each(['127.0.0.1:4310', 'localhost:4310', '[::1]:4310', 'evil.example.com'])(
    'keeps its cookies to https where the public address is, also as %s',
    async (host) => {
      const answer = await callApi('POST', '/api/session', { body: { token: 'local-token' }, headers: { host } });
      expect(answer.cookies).toHaveLength(2);
      for (const cookie of answer.cookies) expect(cookie).toContain('; Secure');
      expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
      process.env.MILLRACE_PUBLIC_URL = 'http://flows.example.com';
      const plain = await callApi('POST', '/api/session', { body: { token: 'local-token' }, headers: { host } });
      process.env.MILLRACE_PUBLIC_URL = 'https://flows.example.com';
      for (const cookie of plain.cookies) expect(cookie).not.toContain('Secure');
      expect(plain.headers).not.toHaveProperty('strict-transport-security');
    },
  );

  it('takes an API token too', async () => {
    const answer = await signIn({ token: 'local-token' });
    expect(answer.body).toMatchObject({ person: { name: 'local', role: 'admin' }, by: 'token' });
  });

  it.each([
    ['a wrong password', { name: 'admin', password: 'wrong' }],
    ['an unknown name', { name: 'nobody', password: 'wrong' }],
    ['an unknown token', { token: 'millrace_unknown' }],
  ])('refuses %s with the same words', async (_, body) => {
    const answer = await signIn(body, '10.0.0.2');
    expect(answer.status).toBe(401);
    expect(answer.body.error.code).toBe('badSignIn');
    expect(answer.cookies).toEqual([]);
  });

  it('stops guessing after five attempts, for this name from this address, for a quarter of an hour', async () => {
    const quarter = 15 * 60_000;
    const start = Math.floor(Date.now() / quarter) * quarter;
    vi.useFakeTimers({ now: start, toFake: ['Date'] });
    const guess = () => signIn({ name: 'admin', password: 'guess' }, '10.0.0.3');
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401);
    const answer = await guess();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(900);
    expect((await signIn({ name: 'admin', password }, '10.0.0.3')).status).toBe(429);
    expect((await signIn({ name: 'admin', password }, '10.0.0.4')).status).toBe(200);
    vi.useFakeTimers({ now: start + quarter, toFake: ['Date'] });
    expect((await signIn({ name: 'admin', password }, '10.0.0.3')).status).toBe(200);
  });

  /** As if so many had failed already; a guess takes a fifth of a second. */
  const failed = (of: string, times: number) => countAttempt(of, 1_000_000, Date.now(), { times });

  it('does not let guesses from anywhere lock the owner out', async () => {
    const mine = await signIn({ name: 'admin', password }, '10.1.0.1');
    const browser = mine.cookies[1]?.split(';')[0] ?? '';
    expect(mine.cookies[1]).toMatch(
      /^millrace-browser=[\w-]{43}; Path=\/api\/session; HttpOnly; SameSite=Strict; Max-Age=31536000; Secure$/,
    );
    await failed('the name admin from anywhere', 60);
    await failed('the name admin from 10.1.1.1', 1);
    // Whoever failed before waits; a new address may still try.
    expect((await signIn({ name: 'admin', password }, '10.1.1.1')).status).toBe(429);
    expect((await signIn({ name: 'admin', password }, '10.1.2.1')).status).toBe(200);
    await failed('the name admin from anywhere', 240);
    expect((await signIn({ name: 'admin', password }, '10.1.2.2')).status).toBe(429);
    const known = (secret: string) =>
      callApi('POST', '/api/session', {
        body: { name: 'admin', password: secret },
        address: '10.1.1.1',
        cookie: browser,
      });
    expect((await known(password)).status).toBe(200);
    for (let n = 0; n < 10; n++) await known('guess');
    expect((await known(password)).status).toBe(429);
    await failed('the name admin from anywhere', -300);
  }, 30_000);

  it('lets a known browser in where others at its address failed too often, with its own name alone', async () => {
    const mine = await signIn({ name: 'admin', password }, '10.2.0.1');
    const cookie = mine.cookies[1]?.split(';')[0] ?? '';
    await failed('any name from 10.2.0.1', 30);
    expect((await signIn({ token: 'local-token' }, '10.2.0.1')).status).toBe(429);
    const known = (name: string) =>
      callApi('POST', '/api/session', { body: { name, password }, address: '10.2.0.1', cookie });
    expect((await known('admin')).status).toBe(200);
    expect((await known('another')).status).toBe(429);
  }, 30_000);

  it('counts the addresses of one network of IPv6 as one', async () => {
    for (let n = 0; n < 5; n++) expect((await signIn({ token: 'wrong' }, `2001:db8::${n}`)).status).toBe(401);
    expect((await signIn({ token: 'wrong' }, '2001:db8::ffff')).status).toBe(429);
    expect((await signIn({ token: 'wrong' }, '2001:db8:0:1::1')).status).toBe(401);
  });

  it('lets somebody sign in as often as they like', async () => {
    for (let i = 0; i < 7; i++) expect((await signIn({ token: 'local-token' }, '10.0.0.5')).status).toBe(200);
  });
});

describe('a session', () => {
  const change = (headers: Record<string, string>, cookie: string) =>
    callApi('POST', '/api/tokens', { cookie, headers, body: { name: 'ci', role: 'viewer' } });

  it('changes things only with its own token', async () => {
    const { cookie, csrf } = await session();
    expect((await change({}, cookie)).body.error.code).toBe('badCsrf');
    expect((await change({ 'x-csrf-token': 'other' }, cookie)).status).toBe(403);
    expect((await change({ 'x-csrf-token': csrf }, cookie)).status).toBe(201);
  });

  it.each([
    ['https://flows.example.com', 201],
    ['http://127.0.0.1:4310', 201],
    ['https://evil.example.com', 403],
    ['null', 403],
  ])('from the site %s answers %i', async (origin, status) => {
    const { cookie, csrf } = await session();
    expect((await change({ 'x-csrf-token': csrf, origin }, cookie)).status).toBe(status);
  });

  it('ends when signing out', async () => {
    const { cookie, csrf } = await session();
    const answer = await callApi('DELETE', '/api/session', { cookie, headers: { 'x-csrf-token': csrf } });
    expect(answer.status).toBe(204);
    expect(answer.cookies[0]).toContain('Max-Age=0');
    expect((await callApi('GET', '/api/session', { cookie })).status).toBe(401);
  });

  it('ends after two weeks', async () => {
    const { cookie } = await session();
    vi.useFakeTimers({ now: Date.now() + 14 * 86_400_000, toFake: ['Date'] });
    expect((await callApi('GET', '/api/session', { cookie })).status).toBe(401);
  });

  it('ends with the token it was opened with', async () => {
    const made = await callApi('POST', '/api/tokens', { token: 'local-token', body: { name: 'x', role: 'editor' } });
    const answer = await signIn({ token: made.body.token }, '10.0.0.6');
    const cookie = answer.cookies[0]?.split(';')[0];
    expect((await callApi('GET', '/api/session', { cookie })).body.person).toEqual({ name: 'x', role: 'editor' });
    await callApi('DELETE', `/api/tokens/${made.body.id}`, { token: 'local-token' });
    expect((await callApi('GET', '/api/session', { cookie })).status).toBe(401);
  });
});

describe('passwords', () => {
  const put = (cookie: string, csrf: string, body: { old: string; new: string }) =>
    callApi('PUT', '/api/session/password', { cookie, headers: { 'x-csrf-token': csrf }, body });

  it('are changed by their owner; other sessions end, the own one goes on', async () => {
    const [mine, other] = [await session(), await session()];
    expect((await put(mine.cookie, mine.csrf, { old: 'wrong', new: 'a new password' })).status).toBe(403);
    expect((await put(mine.cookie, mine.csrf, { old: password, new: 'short' })).body.error.field).toBe('body.new');
    expect((await put(mine.cookie, mine.csrf, { old: password, new: 'a new password' })).status).toBe(204);
    expect((await callApi('GET', '/api/session', { cookie: other.cookie })).status).toBe(401);
    expect((await callApi('GET', '/api/session', { cookie: mine.cookie })).body.csrf).toBe(mine.csrf);
    expect((await signIn({ name: 'admin', password }, '10.0.0.7')).status).toBe(401);
    password = 'a new password';
    expect((await signIn({ name: 'admin', password }, '10.0.0.7')).status).toBe(200);
  });

  it('are reset by an administrator', async () => {
    const { cookie } = await session();
    const answer = await callApi('POST', '/api/people/admin/password', { token: 'local-token' });
    password = answer.body.password;
    expect((await callApi('GET', '/api/session', { cookie })).status).toBe(401);
    expect((await signIn({ name: 'admin', password }, '10.0.0.8')).status).toBe(200);
    expect((await callApi('POST', '/api/people/nobody/password', { token: 'local-token' })).status).toBe(404);
  });
});

describe('API tokens', () => {
  it('are shown once, listed without their secret and worth nothing when revoked', async () => {
    const made = await callApi('POST', '/api/tokens', { token: 'local-token', body: { name: 'cli', role: 'viewer' } });
    expect(made.body.token).toMatch(/^millrace_[\w-]{43}$/);
    await callApi('GET', '/api/session', { token: made.body.token });
    const list = await callApi('GET', '/api/tokens', { token: 'local-token' });
    const shown = list.body.items.find((item: { id: string }) => item.id === made.body.id);
    expect(shown).toMatchObject({ name: 'cli', role: 'viewer', createdBy: 'local' });
    expect(shown.lastUsedAt).toMatch(/^\d{4}-/);
    expect(JSON.stringify(list.body)).not.toContain(made.body.token);
    expect(JSON.stringify(list.body)).not.toContain('hash');
    const gone = await callApi('DELETE', `/api/tokens/${made.body.id}`, { token: 'local-token' });
    expect(gone.status).toBe(204);
    expect((await callApi('GET', '/api/session', { token: made.body.token })).status).toBe(401);
    expect((await callApi('DELETE', `/api/tokens/${made.body.id}`, { token: 'local-token' })).status).toBe(404);
  });

  it('are noted as used also where somebody signs in with one, and keep when they were made', async () => {
    const find = async (id: string) => {
      const list = await callApi('GET', '/api/tokens', { token: 'local-token' });
      return list.body.items.find((token: { id: string }) => token.id === id);
    };
    const made = await callApi('POST', '/api/tokens', {
      token: 'local-token',
      body: { name: 'colleague', role: 'viewer' },
    });
    expect(await find(made.body.id)).not.toHaveProperty('lastUsedAt');
    expect((await callApi('POST', '/api/session', { body: { token: made.body.token } })).status).toBe(200);
    expect(await find(made.body.id)).toHaveProperty('lastUsedAt');

    const list = await callApi('GET', '/api/tokens', { token: 'local-token' });
    const local = list.body.items.find(({ name }: { name: string }) => name === 'local');
    await registerLocalToken('local-token', Date.now() + 60_000);
    expect(await find(local.id)).toEqual(local);
  });

  it('become the local one with its role, though they were made as another', async () => {
    const made = await callApi('POST', '/api/tokens', { token: 'local-token', body: { name: 'mine', role: 'viewer' } });
    await registerLocalToken(made.body.token, Date.now());
    expect((await callApi('GET', '/api/session', { token: made.body.token })).body.person.role).toBe('admin');
    await registerLocalToken('local-token', Date.now());
    expect((await callApi('GET', '/api/session', { token: made.body.token })).status).toBe(401);
  });

  it('replace the local token when it changes', async () => {
    await registerLocalToken('another', Date.now());
    expect((await callApi('GET', '/api/session', { token: 'local-token' })).status).toBe(401);
    await registerLocalToken('local-token', Date.now());
    expect((await callApi('GET', '/api/session', { token: 'local-token' })).status).toBe(200);
  });
});
