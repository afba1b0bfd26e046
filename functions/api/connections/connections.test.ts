import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { openConnection, readConnection } from '#functions/store/connection.ts';
import { partition } from '#functions/store/table/keys.ts';
import { putItem } from '#functions/store/table/table.ts';
import { callApi } from '#test/support/call-api.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { startReceiver } from '#test/support/receiver.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [millrace, receiver] = await Promise.all([startPlatformForTest(), startReceiver()]);
}, 30_000);
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

const api = (method: string, url: string, body?: Json) => millrace.api(method, url, body);
const secret = 'the-secret-api-token';
const jira = (fields: Record<string, string | null> = {}) => ({
  connector: 'jira',
  fields: { site: receiver.url, email: 'ann@example.com', apiToken: secret, ...fields },
});

describe('a connection', () => {
  it('hides its secrets from everybody but the connector call', async () => {
    const answer = await api('PUT', '/api/connections/jira-main', jira());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      name: 'jira-main',
      connector: 'jira',
      fields: { site: receiver.url, email: 'ann@example.com', apiToken: { secret: true } },
      usedBy: [],
      updatedBy: 'local',
      hook: { trigger: 'jira', url: expect.stringContaining('/hooks/'), connection: 'jira-main' },
    });
    for (const path of ['/api/connections', '/api/connections/jira-main']) {
      expect(JSON.stringify((await api('GET', path)).body)).not.toContain(secret);
    }
    expect(JSON.stringify(await readConnection('jira-main'))).not.toContain(secret);
    expect((await openConnection('jira-main'))?.fields.apiToken).toBe(secret);
  });

  it('cannot be opened under another name', async () => {
    await api('PUT', '/api/connections/jira-one', jira());
    const stored = await readConnection('jira-one');
    await putItem({ ...stored, pk: partition('connections'), sk: 'jira-stolen', name: 'jira-stolen' });
    await expect(openConnection('jira-stolen')).rejects.toThrow();
    await api('DELETE', '/api/connections/jira-stolen');
  });

  it('keeps what is left out, and loses what is set to null', async () => {
    await api('PUT', '/api/connections/jira-keep', jira({ webhookSecret: 'the-webhook-secret' }));
    const before = await openConnection('jira-keep');
    const changed = await api('PUT', '/api/connections/jira-keep', {
      connector: 'jira',
      fields: { email: 'bob@example.com', webhookSecret: null },
      revision: 1,
    });
    expect(changed.body.fields).toEqual({ site: receiver.url, email: 'bob@example.com', apiToken: { secret: true } });
    expect(await openConnection('jira-keep')).toMatchObject({
      connector: 'jira',
      fields: { site: before?.fields.site, email: 'bob@example.com', apiToken: secret },
    });
    expect((await openConnection('jira-keep'))?.fields).not.toHaveProperty('webhookSecret');
  });

  it.each<[string, string, Record<string, string>, Record<string, string>, string]>([
    // name, connector, fields, what moves it, the secret to give again
    [
      'jira',
      'jira',
      { site: 'https://a.example.com', email: 'a@b.c', apiToken: secret },
      { site: 'https://evil.example.com' },
      'apiToken',
    ],
    [
      'http',
      'http',
      { scheme: 'bearer', baseUrl: 'https://a.example.com/v1', secret },
      { baseUrl: 'https://a.example.com' },
      'secret',
    ],
    [
      'http-otherwise',
      'http',
      { scheme: 'bearer', baseUrl: 'https://a.example.com/v1', secret },
      { scheme: 'query', field: 'token' },
      'secret',
    ],
    [
      'feishu',
      'feishu',
      { webhookUrl: 'https://a.example.com/bot', signingSecret: secret },
      { webhookUrl: 'https://evil.example.com/bot' },
      'signingSecret',
    ],
  ])(
    'of %s asks for its secret again when it would be sent elsewhere or otherwise',
    async (id, connector, fields, moved, asked) => {
      const name = `moves-${id}`;
      const put = async (changes: Record<string, string | null>) => {
        const revision = (await api('GET', `/api/connections/${name}`)).body.revision ?? 0;
        return api('PUT', `/api/connections/${name}`, { connector, fields: changes, revision });
      };
      await put(fields);
      const refused = await put(moved);
      expect([refused.status, refused.body.error.code]).toEqual([400, 'secretAgain']);
      expect(refused.body.error.field).toBe(`body.fields.${asked}`);
      expect((await openConnection(name))?.fields).toEqual(fields);
      expect((await put({ ...fields, [asked]: fields[asked] ?? '' })).status).toBe(200);
      expect((await put({ ...moved, [asked]: 'the-new-secret' })).status).toBe(200);
      expect((await openConnection(name))?.fields).toEqual({ ...fields, ...moved, [asked]: 'the-new-secret' });
    },
  );

  it('is never overwritten by creating one of its name, nor by a change of an older revision', async () => {
    await api('PUT', '/api/connections/jira-there', jira());
    const again = await api('PUT', '/api/connections/jira-there', jira({ email: 'eve@example.com' }));
    expect([again.status, again.body.error.code]).toEqual([409, 'connectionExists']);
    expect(again.body.error.message).toContain('There is a connection jira-there of jira already');
    const change = (email: string) =>
      api('PUT', '/api/connections/jira-there', { connector: 'jira', fields: { email }, revision: 1 });
    expect((await change('bob@example.com')).body.revision).toBe(2);
    expect((await change('eve@example.com')).body.error.code).toBe('connectionChanged');
    expect((await openConnection('jira-there'))?.fields.email).toBe('bob@example.com');
  });

  it.each([
    ['of an unknown connector', { connector: 'nothing', fields: {} }, 400, 'noConnector', 'body.connector'],
    [
      'without a field it needs',
      { connector: 'jira', fields: { email: 'a@b.c' } },
      400,
      'badField',
      'body.fields.site',
    ],
    ['with a field nobody knows', { connector: 'slack', fields: { url: 'x', odd: 'y' } }, 400, 'badField', undefined],
    ['of another connector', { connector: 'slack', fields: {} }, 409, 'otherConnector', undefined],
  ])('%s is refused', async (_, body, status, code, field) => {
    await api('PUT', '/api/connections/taken', {
      connector: 'http',
      fields: { scheme: 'bearer', baseUrl: 'https://example.com', secret: 'abcdefgh' },
    });
    const name = code === 'otherConnector' ? 'taken' : 'new-one';
    const answer = await api('PUT', `/api/connections/${name}`, body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    if (field) expect(answer.body.error.field).toBe(field);
    expect((await api('GET', '/api/connections/new-one')).status).toBe(404);
  });

  it('gets another address on demand, if it has one', async () => {
    await api('PUT', '/api/connections/jira-turn', jira());
    const before = (await api('GET', '/api/connections/jira-turn')).body.hook.url;
    const after = (await api('POST', '/api/connections/jira-turn/hook/rotate')).body.url;
    expect(after).not.toBe(before);
    expect((await api('GET', '/api/connections/jira-turn')).body.hook.url).toBe(after);
    expect((await openConnection('jira-turn'))?.fields.apiToken).toBe(secret);
    const none = await api('POST', '/api/connections/taken/hook/rotate');
    expect([none.status, none.body.error.code]).toEqual([409, 'noConnectionHook']);
  });

  it('is not deleted while a published flow uses it', async () => {
    await api('PUT', '/api/connections/used', jira());
    const source = `id: user
name: User
trigger: { use: core.manual }
steps:
  - { id: get, use: jira.getIssue, connection: used, with: { issue: OPS-1 } }
`;
    await api('PUT', '/api/flows/user', { source });
    expect((await api('POST', '/api/flows/user/publish', {})).status).toBe(200);
    expect((await api('GET', '/api/connections/used')).body.usedBy).toEqual(['user']);
    const refused = await api('DELETE', '/api/connections/used');
    expect([refused.status, refused.body.error.code]).toEqual([409, 'connectionUsed']);
    await api('POST', '/api/flows/user/unpublish');
    expect((await api('DELETE', '/api/connections/used')).status).toBe(204);
    expect((await api('DELETE', '/api/connections/used')).status).toBe(404);
  });
});

it('that comes or goes changes what the list says of the flows that name it', async () => {
  const source = `id: waits
name: Waits for its connection
trigger: { use: core.manual }
steps:
  - { id: get, use: jira.getIssue, connection: comes-later, with: { issue: OPS-1 } }
`;
  await api('PUT', '/api/flows/waits', { source });
  const errors = async () => {
    const { body } = await api('GET', '/api/flows?search=waits');
    return body.items[0].problems.errors;
  };
  expect(await errors()).toBe(1);
  await api('PUT', '/api/connections/comes-later', jira());
  expect(await errors()).toBe(0);
  await api('DELETE', '/api/connections/comes-later');
  expect(await errors()).toBe(1);
});

it('shows of a secret address only the site', async () => {
  const fields = { webhookUrl: 'https://hooks.slack.com/services/T0/B0/secret' };
  const { body } = await api('PUT', '/api/connections/slack-kept', { connector: 'slack', fields });
  expect(body.fields).toEqual({ webhookUrl: { secret: true, site: 'https://hooks.slack.com' } });
});

describe('testing a connection', () => {
  it.each<[string, string, Record<string, string>, { status: number; body?: unknown }, boolean]>([
    ['slack, the address is right', 'slack', { webhookUrl: '/T0' }, { status: 400, body: 'no_text' }, true],
    ['slack, it was removed', 'slack', { webhookUrl: '/T0' }, { status: 404, body: 'no_service' }, false],
    ['http, it answers', 'http', { scheme: 'bearer', baseUrl: '/v1', secret }, { status: 404 }, true],
    ['http, the token is refused', 'http', { scheme: 'bearer', baseUrl: '/v1', secret }, { status: 401 }, false],
  ])('%s', async (name, connector, given, answer, works) => {
    const id = name.replace(/[^a-z]+/g, '-');
    const fields = Object.entries(given).map(([field, value]) => [field, value.replace(/^\//, `${receiver.url}/`)]);
    await api('PUT', `/api/connections/${id}`, { connector, fields: Object.fromEntries(fields) });
    receiver.answerWith(() => answer);
    const tested = await api('POST', `/api/connections/${id}/test`);
    expect(tested.body).toMatchObject({ works, says: expect.stringMatching(/./) });
    const sent = receiver.received.at(-1)!;
    if (connector === 'slack') expect(sent.body).toEqual({});
    else expect([sent.method, sent.headers.authorization]).toEqual(['GET', `Bearer ${secret}`]);
  });

  it('is offered for connectors that can be tested only', async () => {
    const { items } = (await api('GET', '/api/connectors')).body;
    const testable = items
      .filter((each: { testable: boolean }) => each.testable)
      .map((each: { id: string }) => each.id);
    expect(testable.sort()).toEqual(['http', 'jira', 'slack']);
    await api('PUT', '/api/connections/bot', { connector: 'feishu', fields: { webhookUrl: receiver.url } });
    expect((await api('POST', '/api/connections/bot/test')).body.error.code).toBe('noTest');
  });

  it('says whose account it is, or why it does not work, and never the secret', async () => {
    await api('PUT', '/api/connections/jira-test', jira());
    receiver.answerWith(() => ({ body: { displayName: 'Ann', accountId: '1' } }));
    const works = await api('POST', '/api/connections/jira-test/test');
    expect(works.body).toMatchObject({ works: true, says: expect.stringContaining('Ann') });
    receiver.answerWith(() => ({ status: 401, body: { message: `bad ${secret}` } }));
    const fails = await api('POST', '/api/connections/jira-test/test');
    expect(fails.body.works).toBe(false);
    expect(JSON.stringify(fails.body)).not.toContain(secret);
    expect((await api('GET', '/api/connections/jira-test')).body.lastTest).toMatchObject({ works: false });
    const headers = { 'accept-language': 'zh' };
    const { body } = await callApi('GET', '/api/connections/jira-test', { token: millrace.token, headers });
    expect(body.lastTest.says).toBe('Jira 应答 401：bad [secret]');
    expect(JSON.stringify(body)).not.toContain('failure');
    expect((await api('POST', '/api/connections/nothing/test')).status).toBe(404);
  });
});

describe('connectors', () => {
  it('come with schemas, samples and words in both languages', async () => {
    const { items } = (await api('GET', '/api/connectors')).body;
    const found = items.find(({ id }: { id: string }) => id === 'jira');
    expect(found.connection.properties.apiToken).toMatchObject({ secret: true, 'x-label': { en: 'API token' } });
    expect(found.connection.properties.apiToken['x-label'].zh).toMatch(/[\u4e00-\u9fff]/);
    const action = found.actions.find(({ id }: { id: string }) => id === 'jira.getIssue');
    expect(action).toMatchObject({ input: { type: 'object' }, output: expect.any(Object), sample: expect.any(Object) });
    expect(action.title.zh).toBeTruthy();
    const core = items.find(({ id }: { id: string }) => id === 'core');
    expect(core.triggers.map(({ id }: { id: string }) => id)).toContain('core.webhook');
  });
});
