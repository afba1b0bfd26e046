import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { api } from '#functions/contract/api.ts';
import { keepToken, newToken } from '#functions/store/token.ts';
import { callApi } from '#test/support/call-api.ts';
import { startTable } from '#test/support/table.ts';
import { handles } from './handles.ts';

const routes = Object.values(api);
const publicRoutes = ['health', 'signIn'];
const roles = ['viewer', 'editor', 'admin'] as const;

let table: Awaited<ReturnType<typeof startTable>>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  table = await startTable();
  process.env.MILLRACE_PUBLIC_URL = 'http://127.0.0.1:4310';
  for (const role of roles) {
    const token = newToken();
    tokens[role] = token;
    await keepToken(token, { name: role, role, createdAt: new Date().toISOString(), createdBy: 'test' });
  }
});
afterAll(() => table.stop());

const pathOf = (path: string) => path.replace(/\{\w+\}/g, 'x');

describe('every route', () => {
  it('has something that answers it, and nothing answers what is no route', () => {
    expect(Object.keys(handles).sort()).toEqual(Object.keys(api).sort());
    for (const handle of Object.values(handles)) expect(handle).toBeTypeOf('function');
  });

  it('has a method and path of its own', () => {
    const places = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(routes.filter(({ id }) => !publicRoutes.includes(id)))(
    '$id answers no stranger',
    async ({ method, path }) => {
      for (const request of [{}, { token: 'unknown' }, { cookie: 'millrace=unknown' }]) {
        const answer = await callApi(method, pathOf(path), request);
        expect(answer.status).toBe(401);
        expect(answer.body.error.code).toBe('unauthenticated');
      }
    },
  );

  it.each(
    routes.flatMap(({ id, method, path, role }) => {
      const tooLow = roles.slice(0, Math.max(0, roles.indexOf(role as 'viewer')));
      return role === 'public' ? [] : tooLow.map((low) => ({ id, method, path, role, low }));
    }),
  )('$id takes more than a $low', async ({ method, path, role, low }) => {
    const answer = await callApi(method, pathOf(path), { token: tokens[low] });
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toContain(role);
  });

  it('that is public is one of the two known', () => {
    expect(
      routes
        .filter(({ role }) => role === 'public')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(publicRoutes);
  });
});

describe('a request', () => {
  const put = (body: string, headers = {}) =>
    callApi('PUT', '/api/settings', {
      token: tokens.admin,
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('to nowhere is told apart only for those signed in', async () => {
    expect((await callApi('GET', '/api/nothing')).status).toBe(401);
    expect((await callApi('GET', '/api/nothing', { token: tokens.viewer })).body.error.code).toBe('noRoute');
    const answer = await callApi('PUT', '/api/runs', { token: tokens.viewer });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
  });

  it.each([
    ['malformed JSON', '{"timeZone":', {}, 400, 'badJson', 'body'],
    ['another content type', 'a=1', { 'content-type': 'text/plain' }, 415, 'notJsonType', undefined],
    ['no content type', '{}', { 'content-type': '' }, 415, 'notJsonType', undefined],
    ['more than a megabyte', `"${'x'.repeat(1024 * 1024)}"`, {}, 413, 'bodyTooLarge', undefined],
    ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000), {}, 400, 'bodyTooDeep', undefined],
    ['a wrong field', '{"timeZone":1,"holidays":[],"env":{},"revision":0}', {}, 400, 'badField', 'body.timeZone'],
    [
      'a wrong item',
      '{"timeZone":"UTC","holidays":["x"],"env":{},"revision":0}',
      {},
      400,
      'badField',
      'body.holidays.0',
    ],
    ['no body', '', {}, 400, 'badField', 'body'],
  ])('with %s is refused', async (_, body, headers, status, code, field) => {
    const answer = await put(body, headers);
    expect([answer.status, answer.body.error.code, answer.body.error.field]).toEqual([status, code, field]);
    expect(answer.body.error.help).toBeTruthy();
  });

  it('with a wrong query names the parameter', async () => {
    const answer = await callApi('GET', '/api/runs?limit=1000', { token: tokens.viewer });
    expect([answer.status, answer.body.error.field]).toEqual([400, 'query.limit']);
  });

  it.each(['/api/flows', '/api/connections', '/api/runs', '/api/events', '/api/tokens'])(
    'for a page of %s that never was is refused',
    async (path) => {
      for (const cursor of ['', '!!!', 'a b', 'x'.repeat(2001)]) {
        const query = `cursor=${encodeURIComponent(cursor)}`;
        const answer = await callApi('GET', `${path}?${query}`, { token: tokens.admin });
        expect([cursor, answer.status, answer.body.error.field]).toEqual([cursor, 400, 'query.cursor']);
      }
    },
  );

  it('with half a % code in its path is refused', async () => {
    expect((await callApi('GET', '/api/flows/%E4', { token: tokens.viewer })).body.error.code).toBe('badPath');
  });

  it.each([
    [undefined, 'There is no flow nothing.'],
    ['zh-CN,zh;q=0.9,en;q=0.5', '流程 nothing 不存在。'],
    ['en-US,zh;q=0.1', 'There is no flow nothing.'],
    ['fr', 'There is no flow nothing.'],
  ])('in the language %s is answered in it', async (language, message) => {
    const headers: Record<string, string> = language ? { 'accept-language': language } : {};
    const answer = await callApi('GET', '/api/flows/nothing', { token: tokens.viewer, headers });
    expect(answer.body.error.message).toBe(message);
  });

  it('that meets a fault of the server gets a number and no detail', async () => {
    const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    process.env.MILLRACE_TABLE = 'missing';
    const answer = await callApi('GET', '/api/flows', { token: tokens.viewer });
    process.env.MILLRACE_TABLE = 'millrace';
    const logged = log.mock.calls.join('');
    log.mockRestore();
    expect(answer.status).toBe(500);
    const number = /number ([0-9a-f]{12})/.exec(answer.body.error.message)?.[1];
    expect(logged).toContain(`"number":"${number}"`);
    expect(JSON.stringify(answer.body)).not.toMatch(/dynamo|table|node_modules/i);
  });
});

describe('the texts of errors', () => {
  it.each(['api', 'cli', 'run-errors'])('of %s exist in both languages with the same holes', async (area) => {
    const [en, zh] = await Promise.all(
      ['en', 'zh'].map(
        async (language) =>
          (await import(`#flows/text/${language}/${area}.json`, { with: { type: 'json' } })).default as Record<
            string,
            object
          >,
      ),
    );
    const holes = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();
    expect(Object.keys(zh ?? {}).sort()).toEqual(Object.keys(en ?? {}).sort());
    for (const [code, text] of Object.entries(en ?? {}))
      expect([code, holes(zh?.[code] ?? '')]).toEqual([code, holes(text)]);
  });
});
