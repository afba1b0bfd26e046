import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepToken, newToken } from '#functions/store/token.ts';
import { callApi } from '#test/support/call-api.ts';
import { startTable } from '#test/support/table.ts';

let table: Awaited<ReturnType<typeof startTable>>;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  table = await startTable();
  process.env.MILLRACE_PUBLIC_URL = 'http://127.0.0.1:4310';
  for (const role of ['viewer', 'editor', 'admin'] as const) {
    const token = newToken();
    tokens[role] = token;
    await keepToken(token, { name: role, role, createdAt: new Date().toISOString(), createdBy: 'test' });
  }
  const body = { timeZone: 'UTC', holidays: [], env: { site: 'https://a.example' }, revision: 0 };
  expect((await callApi('PUT', '/api/settings', { token: tokens.admin, body })).body.env).toEqual(body.env);
});
afterAll(() => table.stop());

it.each([
  ['viewer', { site: null }],
  ['editor', { site: 'https://a.example' }],
  ['admin', { site: 'https://a.example' }],
])('a %s gets of the values for flows what the role may see', async (role, env) => {
  const { status, body } = await callApi('GET', '/api/settings', { token: tokens[role] });
  expect([status, body.env, body.timeZone]).toEqual([200, env, 'UTC']);
});

it.each(['+08:00', 'Mars/Olympus', ''])(
  'takes no time zone "%s", which schedules could not follow',
  async (timeZone) => {
    const body = { timeZone, holidays: [], env: {}, revision: 1 };
    const answer = await callApi('PUT', '/api/settings', { token: tokens.admin, body });
    expect([answer.status, answer.body.error.field]).toEqual([400, expect.stringContaining('timeZone')]);
  },
);
