import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callApi } from '#test/support/call-api.ts';
import { startPlatformForTest } from '#test/support/platform.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
beforeAll(async () => {
  millrace = await startPlatformForTest();
}, 30_000);
afterAll(() => millrace.stop());

const api = (method: string, url: string, body?: Parameters<typeof millrace.api>[2]) => millrace.api(method, url, body);

const text = (id: string, extra = '') => `id: ${id}
name: The flow ${id}
description: Says ${id}
trigger: { use: core.webhook }
steps:
  - { id: vars, set: { said: "{{ $trigger.body.text }}${extra}" } }
`;
/** Over the latest revision unless told. */
async function save(id: string, source = text(id), revision?: number) {
  const latest = revision ?? (await api('GET', `/api/flows/${id}`)).body.revision ?? 0;
  return api('PUT', `/api/flows/${id}`, { source, revision: latest });
}
const publish = (id: string) => api('POST', `/api/flows/${id}/publish`, {});

describe('saving a flow', () => {
  it('creates a draft with its findings', async () => {
    const answer = await save('draft');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: 'draft',
      name: 'The flow draft',
      description: 'Says draft',
      state: 'draft',
      trigger: 'core.webhook',
      connectors: ['core'],
      revision: 1,
      changed: false,
      problems: { errors: 0 },
      updatedBy: 'local',
      source: text('draft'),
      format: 'yaml',
      hooks: [],
      next: [],
    });
    expect(answer.body.week).toHaveLength(7);
    expect((await api('GET', '/api/flows/draft')).body).toEqual(answer.body);
  });

  it('of the same text changes nothing', async () => {
    await save('same');
    expect((await save('same')).body.revision).toBe(1);
  });

  it('tells who saved when the revision is not the latest', async () => {
    await save('shared');
    expect((await save('shared', text('shared', '1'), 1)).body.revision).toBe(2);
    const answer = await save('shared', text('shared', '2'), 1);
    const latest = await api('GET', '/api/flows/shared/revision');
    expect(latest.body).toEqual({ revision: 2, updatedAt: expect.any(String), updatedBy: 'local', pins: 0 });
    await api('PUT', '/api/flows/shared/pins/one', { output: 1 });
    await api('DELETE', '/api/flows/shared/pins/one');
    expect((await api('GET', '/api/flows/shared/revision')).body.pins).toBe(2);
    expect((await api('GET', '/api/flows/none/revision')).body.error.code).toBe('noFlow');
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe('flowSaved');
    expect(answer.body.error.message).toMatch(/^local saved this flow at .* \(revision 2\)/);
  });

  it.each([
    ['a draft', 'there', false, {}],
    ['a published flow', 'there-on', true, {}],
    ['a new flow said so', 'there-new', false, { revision: 0 }],
  ])('never overwrites %s when it creates', async (_, id, isPublished, body) => {
    await save(id);
    if (isPublished) await publish(id);
    for (const source of [text(id, 'mine'), text(id)]) {
      const answer = await api('PUT', `/api/flows/${id}`, { source, ...body });
      expect([answer.status, answer.body.error.code]).toEqual([409, 'flowExists']);
      expect(answer.body.error.message).toBe(`There is a flow ${id} already: open it or choose another id.`);
    }
    expect((await api('GET', `/api/flows/${id}`)).body).toMatchObject({ source: text(id), revision: 1 });
  });

  it('lets one of two win who create the same at the same moment', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((extra) => api('PUT', '/api/flows/new-race', { source: text('new-race', extra) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('lets one of two at the same moment win', async () => {
    await save('race');
    const answers = await Promise.all(['a', 'b', 'c'].map((extra) => save('race', text('race', extra), 1)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await api('GET', '/api/flows/race')).body.revision).toBe(2);
  });

  it('keeps a text with errors, and even one that is no YAML', async () => {
    const wrong = await save('wrong', 'id: wrong\nname: Wrong\ntrigger: { use: nowhere.nothing }\nsteps: []\n');
    expect(wrong.status).toBe(200);
    expect(wrong.body.problems.errors).toBeGreaterThan(0);
    expect(wrong.body.findings[0].message).toBeTruthy();
    expect(wrong.body.findings[0].position.line).toBe(3);
    const broken = await save('wrong', 'id: [wrong');
    expect(broken.body).toMatchObject({ id: 'wrong', name: 'Wrong', source: 'id: [wrong' });
    expect(broken.body.trigger).toBeUndefined();
  });

  it.each([
    ['whose text has another id', 'one', text('two'), 400, 'idDiffers'],
    ['whose id cannot be', 'Not%20A%20Slug', text('x'), 400, 'badField'],
    ['that is too large', 'large', text('large', '语'.repeat(90_000)), 413, 'flowTooLarge'],
  ])('%s is refused', async (_, id, source, status, code) => {
    const answer = await save(id, source);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describe('the list of flows', () => {
  it('is by name, in pages, searched and filtered', async () => {
    for (const id of ['list-c', 'list-a', 'list-b']) await save(id);
    const names = async (query: string) => {
      const found: string[] = [];
      let cursor = '';
      do {
        const { body } = await api('GET', `/api/flows?${query}${cursor && `&cursor=${cursor}`}`);
        found.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.next ?? '';
      } while (cursor);
      return found;
    };
    expect(await names('search=flow list-')).toEqual(['list-a', 'list-b', 'list-c']);
    expect(await names('search=LIST-&limit=1')).toEqual(['list-a', 'list-b', 'list-c']);
    await save('list-a', text('list-a').replace('name: The', 'name: Zz the'));
    expect(await names('search=list-&limit=2')).toEqual(['list-b', 'list-c', 'list-a']);
    expect(await names('search=list-&state=on')).toEqual([]);
  });
});

describe('publishing', () => {
  it('gives a version and an address, and changes nothing the second time', async () => {
    await save('live');
    const first = await publish('live');
    expect(first.body).toMatchObject({ id: 'live', version: 1, revision: 1, changed: true });
    expect(first.body.hooks).toEqual([
      { trigger: 'core.webhook', url: expect.stringMatching(/^http:\/\/127.0.0.1:4310\/hooks\/[\w-]{43}$/) },
    ]);
    const again = await publish('live');
    expect(again.body).toMatchObject({ version: 1, changed: false, hooks: first.body.hooks });
    expect((await api('GET', '/api/flows/live')).body).toMatchObject({ state: 'on', version: 1, type: 'EXPRESS' });
  });

  it('of another text makes another version; the address stays', async () => {
    await save('grow');
    const first = await publish('grow');
    await save('grow', text('grow', '2'));
    expect((await api('GET', '/api/flows/grow')).body.changed).toBe(true);
    const second = await publish('grow');
    expect(second.body).toMatchObject({ version: 2, changed: true, hooks: first.body.hooks });
    const { body } = await api('GET', '/api/flows/grow/versions');
    expect(body.items).toMatchObject([
      { version: 2, active: true, publishedBy: 'local', type: 'EXPRESS' },
      { version: 1, active: false },
    ]);
    const old = await api('GET', '/api/flows/grow/versions/1');
    expect(old.body).toMatchObject({ version: 1, source: text('grow'), definition: { QueryLanguage: 'JSONata' } });
    expect((await api('GET', '/api/flows/grow/versions/3')).status).toBe(404);
  });

  it('with errors is refused with the findings, and nothing changes', async () => {
    await save('bad', text('bad', '{{ $nothing.x }}'));
    const answer = await publish('bad');
    expect([answer.status, answer.body.error.code]).toEqual([422, 'flowHasErrors']);
    expect(answer.body.error.problems[0]).toMatchObject({ severity: 'error', message: expect.any(String) });
    expect((await api('GET', '/api/flows/bad')).body.state).toBe('draft');
  });

  it('without a connection it uses is refused, though it can be saved', async () => {
    const source = `id: unconnected
name: Unconnected
trigger: { use: core.manual }
steps:
  - { id: send, use: slack.sendWebhookMessage, connection: nowhere, with: { text: hello } }
`;
    expect((await save('unconnected', source)).status).toBe(200);
    const answer = await publish('unconnected');
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body.error.problems)).toContain('nowhere');
  });

  it('judges the text anew: what was wrong when it was saved is not told in the list any more', async () => {
    const source = `id: connected-later
name: Connected later
trigger: { use: core.manual }
steps:
  - { id: send, use: slack.sendWebhookMessage, connection: later, with: { text: hello } }
`;
    const listed = async () => {
      const { body } = await api('GET', '/api/flows?limit=200');
      return body.items.find(({ id }: { id: string }) => id === 'connected-later');
    };
    await save('connected-later', source);
    expect(await listed()).toMatchObject({ problems: { errors: 1 } });
    const webhookUrl = 'https://hooks.slack.com/services/T0/B0/x';
    expect((await api('PUT', '/api/connections/later', { connector: 'slack', fields: { webhookUrl } })).status).toBe(
      200,
    );
    expect((await publish('connected-later')).status).toBe(200);
    expect(await listed()).toMatchObject({ problems: { errors: 0 }, cost: expect.anything() });
  });

  it('tells of called flows that do not exist or are not published', async () => {
    const source = (id: string, called: string) =>
      `id: ${id}\nname: ${id}\ntrigger: { use: core.manual }\nsteps: [{ id: sub, call: ${called} }]\n`;
    const found = async () => {
      await save('calls', source('calls', 'is-called'));
      return (await publish('calls')).body.findings.map(({ code }: { code: string }) => code);
    };
    expect(await found()).toEqual(['unknownFlow']);
    await save('is-called');
    expect(await found()).toEqual(['flowNotPublished']);
    await publish('is-called');
    expect(await found()).toEqual([]);
  });

  it('of a revision that is not the saved one is refused', async () => {
    await save('moved');
    await save('moved', text('moved', '2'));
    const answer = await api('POST', '/api/flows/moved/publish', { revision: 1 });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'flowSaved']);
  });

  it('by two at the same moment leads to one version', async () => {
    await save('both');
    const answers = await Promise.all([publish('both'), publish('both'), publish('both')]);
    for (const { status, body } of answers) {
      if (status === 200) expect(body.version).toBe(1);
      else expect(body.error.code).toBe('publishUnderWay');
    }
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await api('GET', '/api/flows/both/versions')).body.items).toHaveLength(1);
  });

  it('is undone by unpublishing, and the same text keeps its version', async () => {
    await save('off');
    const { body } = await publish('off');
    expect((await api('POST', '/api/flows/off/unpublish')).body).toMatchObject({ state: 'off', hooks: [] });
    const again = await publish('off');
    expect(again.body).toMatchObject({ version: 1, changed: true, hooks: body.hooks });
    expect((await api('POST', '/api/flows/draft/unpublish')).body.state).toBe('draft');
  });
});

describe('a flow', () => {
  it('is paused and resumed only while it is published', async () => {
    await save('halt');
    expect((await api('POST', '/api/flows/halt/pause')).body.error.code).toBe('notOn');
    await publish('halt');
    expect((await api('POST', '/api/flows/halt/pause')).body.state).toBe('paused');
    await save('halt', text('halt', '2'));
    expect((await publish('halt')).body.version).toBe(2);
    expect((await api('GET', '/api/flows/halt')).body.state).toBe('paused');
    expect((await api('POST', '/api/flows/halt/resume')).body.state).toBe('on');
  });

  it('gets another address on demand', async () => {
    await save('turn');
    expect((await api('POST', '/api/flows/turn/hook/rotate')).body.error.code).toBe('noFlowHook');
    const before = (await publish('turn')).body.hooks[0].url;
    const after = (await api('POST', '/api/flows/turn/hook/rotate')).body.url;
    expect(after).not.toBe(before);
    expect((await api('GET', '/api/flows/turn')).body.hooks[0].url).toBe(after);
  });

  it('that is deleted is gone, and its id is free for a new one', async () => {
    await save('gone');
    await publish('gone');
    expect((await api('DELETE', '/api/flows/gone')).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/versions'],
      ['POST', '/run'],
    ] as const) {
      const answer = await api(method, `/api/flows/gone${path}`, method === 'POST' ? {} : undefined);
      expect([path, answer.status]).toEqual([path, 404]);
    }
    await save('gone');
    expect((await publish('gone')).body).toMatchObject({ version: 2, changed: true });
    expect((await api('GET', '/api/flows/gone/versions')).body.items).toHaveLength(1);
  });
});

it('a viewer learns no address that starts runs', async () => {
  const made = await api('POST', '/api/tokens', { name: 'looks', role: 'viewer' });
  await api('PUT', '/api/flows/hooked', {
    source: `id: hooked\nname: H\ntrigger: { use: core.webhook }\nsteps:\n  - { id: done, stop: succeeded }\n`,
  });
  const { hooks } = (await api('POST', '/api/flows/hooked/publish', {})).body;
  await api('PUT', '/api/connections/hooked', {
    connector: 'jira',
    fields: { site: 'https://a.example.com', email: 'a@b.c', apiToken: 'token' },
  });
  const { hook } = (await api('GET', '/api/connections/hooked')).body;
  const keys = [hooks[0].url, hook.url].map((url: string) => url.split('/').at(-1) as string);
  for (const path of [
    '/api/flows',
    '/api/flows/hooked',
    '/api/flows/hooked/versions/1',
    '/api/connections',
    '/api/connections/hooked',
  ]) {
    const answer = await callApi('GET', path, { token: made.body.token });
    expect(answer.status).toBe(200);
    for (const key of keys) expect(JSON.stringify(answer.body)).not.toContain(key);
  }
});
