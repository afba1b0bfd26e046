import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { stepIdPattern } from '#flows/language/document-parts.ts';
import type { Json } from '#flows/language/json.ts';
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

  it('of a step takes the names that a flow gives steps', () => {
    const { properties } = z.toJSONSchema(api.testStep.params) as { properties: Record<string, { pattern: string }> };
    expect(properties.step?.pattern).toBe(stepIdPattern.source);
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

  it.each<[string, string, Json | undefined, number, string, string]>([
    // method, path, body, status, English, Chinese
    ['GET', '/api/runs/nope', undefined, 404, 'There is no run nope.', '运行 nope 不存在。'],
    ['GET', '/api/flows/No%20Slug', undefined, 404, 'There is no flow No Slug.', '流程 No Slug 不存在。'],
    ['GET', '/api/connections/X', undefined, 404, 'There is no connection X.', '连接 X 不存在。'],
    [
      'PUT',
      '/api/connections/Bad_Name',
      { connector: 'slack', fields: {} },
      400,
      'path.name: only lower-case letters, digits and hyphens, at most 63 of them, the first no hyphen.',
      'path.name：只能使用小写字母、数字和连字符，最多 63 个，且不能以连字符开头。',
    ],
    [
      'PUT',
      '/api/connections/chat',
      { connector: 'slack', fields: { webhookUrl: 'nowhere' } },
      400,
      'body.fields.webhookUrl: this is no web address; write it whole, such as https://example.com/path.',
      'body.fields.webhookUrl：不是网址；请写完整，例如 https://example.com/path。',
    ],
    [
      'PUT',
      '/api/settings',
      '{"timeZone": "UTC",\n "holidays" }',
      400,
      'The request is not valid JSON from line 2, column 13 on.',
      '请求从第 2 行第 13 列起不是有效的 JSON。',
    ],
  ])('%s %s is refused in a sentence', async (method, path, body, status, english, chinese) => {
    for (const [language, message] of [
      ['en', english],
      ['zh', chinese],
    ] as const) {
      const headers = { 'accept-language': language };
      const answer = await callApi(method, path, { token: tokens.admin, body, headers });
      expect([answer.status, answer.body.error.message]).toEqual([status, message]);
    }
  });

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
