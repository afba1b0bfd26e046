import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { callApi } from '#test/support/call-api.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { startReceiver } from '#test/support/receiver.ts';

const secret = 'the-secret-api-token';
let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
let jira: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [millrace, jira] = await Promise.all([startPlatformForTest(), startReceiver()]);
  await millrace.api('PUT', '/api/connections/tracker', {
    connector: 'jira',
    fields: { site: jira.url, email: 'ann@example.com', apiToken: secret },
  });
}, 30_000);
afterAll(async () => {
  await millrace.stop();
  await jira.close();
});
beforeEach(() => {
  jira.received.length = 0;
});

const options = (body: Json, connection = 'tracker') =>
  millrace.api('POST', `/api/connections/${connection}/options`, body);
const project = { operation: 'jira.createIssue', field: 'project' };

it('lists what the vendor has, searched and in pages, with the credentials of the connection', async () => {
  const values = [{ key: 'OPS', name: 'Operations' }];
  jira.answerWith(() => ({ body: { values, isLast: false } }));
  const first = await options({ ...project, search: 'op s' });
  expect([first.status, first.body]).toEqual([
    200,
    { items: [{ value: 'OPS', label: 'Operations', hint: 'OPS' }], next: '1' },
  ]);
  await options({ ...project, search: 'op s', cursor: first.body.next });
  const [asked, again] = jira.received.map(({ path }) => new URL(path, jira.url));
  expect(asked?.pathname).toBe('/rest/api/3/project/search');
  expect(Object.fromEntries(asked!.searchParams)).toMatchObject({ query: 'op s', startAt: '0' });
  expect(again?.searchParams.get('startAt')).toBe('1');
  expect(jira.received[0]?.headers.authorization).toBe(`Basic ${btoa(`ann@example.com:${secret}`)}`);
});

it('hands on the fields that the choices need and no others', async () => {
  jira.answerWith(() => ({ body: { issueTypes: [{ name: 'Bug' }, { name: 'Task' }] } }));
  const field = { operation: 'jira.createIssue', field: 'type', search: 'bu' };
  const answer = await options({ ...field, input: { project: 'OPS', summary: 'Hello' } });
  expect(answer.body).toEqual({ items: [{ value: 'Bug', label: 'Bug' }] });
  expect(jira.received.map(({ path }) => path)).toEqual(['/rest/api/3/issue/createmeta/OPS/issuetypes?maxResults=200']);
});

it('serves fields of triggers', async () => {
  jira.answerWith(() => ({ body: { values: [], isLast: true } }));
  expect((await options({ operation: 'jira.issueCreated', field: 'projects' })).body).toEqual({ items: [] });
});

it('answers no more than a list can show, and never the secret', async () => {
  const many = Array.from({ length: 150 }, (_, n) => ({ name: `Status ${n}` }));
  jira.answerWith(() => ({ body: [{ name: '' }, { name: 'x'.repeat(1001) }, { name: `${secret} 1` }, ...many] }));
  const { body } = await options({ operation: 'jira.transitionIssue', field: 'to' });
  expect(body.items).toHaveLength(100);
  expect(body.items[0]).toEqual({ value: 'Status 0', label: 'Status 0' });
  jira.answerWith(() => ({ body: { values: [{ key: 'OPS', name: `Ours ${secret}` }] } }));
  expect((await options(project)).body.items).toEqual([{ value: 'OPS', label: 'Ours [secret]', hint: 'OPS' }]);
});

it.each<[string, string, Json, number, string, string, string]>([
  // language, connection, request, status, code, message, help
  ['en', 'tracker', { ...project, field: 'type' }, 422, 'optionsNeed', 'The choices depend on "Project".', 'Project'],
  ['zh', 'tracker', { ...project, field: 'type' }, 422, 'optionsNeed', '可选项取决于“项目”。', '项目'],
  ['en', 'tracker', { ...project, field: 'summary' }, 404, 'noOptions', 'no field summary', '/api/connectors'],
  ['en', 'tracker', { ...project, field: 'constructor' }, 404, 'noOptions', 'no field constructor', '/api/connectors'],
  ['en', 'tracker', { ...project, operation: 'slack.x' }, 404, 'noOptions', 'slack.x', '/api/connectors'],
  ['en', 'tracker', { ...project, operation: 'jira.toString' }, 404, 'noOptions', 'jira.toString', '/api/connectors'],
  ['en', 'nobody', project, 404, 'noConnection', 'no connection nobody', 'list of connections'],
  ['en', 'tracker', { ...project, search: 'x'.repeat(201) }, 400, 'badField', 'search', 'Correct'],
])('in %s of %s, %j is refused with %i %s', async (language, connection, body, status, code, message, help) => {
  const answer = await callApi('POST', `/api/connections/${connection}/options`, {
    token: millrace.token,
    body,
    headers: { 'accept-language': language },
  });
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expect(answer.body.error.message).toContain(message);
  expect(answer.body.error.help).toContain(help);
  expect(jira.received).toEqual([]);
});

it('an answer that cannot be read is told to whoever runs Millrace, without the secret', async () => {
  jira.answerWith(() => ({ body: { values: [null], echo: secret } }));
  const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const answer = await callApi('POST', '/api/connections/tracker/options', { token: millrace.token, body: project });
  const logged = log.mock.calls.join('');
  log.mockRestore();
  expect([answer.status, answer.body.error.code]).toEqual([424, 'optionsRefused']);
  expect(logged).toMatch(/"optionsUnread".*jira\.createIssue.*TypeError/);
  expect(logged).not.toContain(secret);
});

it.each([
  ['en', 'The choices could not be loaded: Jira answered 429: '],
  ['zh', '未能加载可选项：Jira 应答 429：'],
])('what the vendor refuses is told in %s, without the secret', async (language, message) => {
  jira.answerWith(() => ({
    status: 429,
    headers: { 'retry-after': '7' },
    body: { errorMessages: [`Too many calls of ${secret}`] },
  }));
  const answer = await callApi('POST', '/api/connections/tracker/options', {
    token: millrace.token,
    body: project,
    headers: { 'accept-language': language },
  });
  expect([answer.status, answer.body.error.code, answer.headers['retry-after']]).toEqual([424, 'optionsRefused', '7']);
  expect(answer.body.error.message).toContain(message);
  expect(JSON.stringify(answer.body)).not.toContain(secret);
});
