import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { callApi } from '#test/support/call-api.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { startReceiver } from '#test/support/receiver.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  [millrace, receiver] = await Promise.all([startPlatformForTest(), startReceiver()]);
  await publish(`id: tell
name: Tell
trigger: { use: core.manual }
steps:
  - id: urgent
    if: { left: "{{ $trigger.priority }}", op: equals, right: High }
    then:
      - { id: send, use: http.request, with: { method: POST, url: "${receiver.url}/chat", body: { text: "{{ $env.prefix }}{{ $trigger.key }}" } } }
    else:
      - { id: vars, set: { skipped: true } }
`);
}, 30_000);
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

const api = (method: string, url: string, body?: Json) => millrace.api(method, url, body);

async function publish(source: string) {
  const id = /^id: (.+)$/m.exec(source)?.[1];
  expect((await api('PUT', `/api/flows/${id}`, { source })).status).toBe(200);
  const answer = await api('POST', `/api/flows/${id}/publish`, {});
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
}

async function ended(run: string) {
  await expect.poll(async () => (await api('GET', `/api/runs/${run}`)).body.endedAt, { timeout: 10_000 }).toBeTruthy();
  return (await api('GET', `/api/runs/${run}`)).body;
}

describe('a run by hand', () => {
  it('shows every step with input and output', async () => {
    const started = await api('POST', '/api/flows/tell/run', { input: { key: 'OPS-1', priority: 'High' } });
    expect(started.status).toBe(202);
    const run = await ended(started.body.run);
    expect(run).toMatchObject({
      id: started.body.run,
      flow: 'tell',
      flowName: 'Tell',
      version: 1,
      status: 'succeeded',
      trigger: 'core.manual',
      input: { key: 'OPS-1', priority: 'High' },
    });
    expect(run.steps).toMatchObject([
      { id: 'urgent', path: 'urgent', kind: 'if', status: 'succeeded' },
      { id: 'send', path: 'send', kind: 'action', status: 'succeeded', attempts: 1, input: { method: 'POST' } },
      { id: 'vars', path: 'vars', status: 'skipped', attempts: 0 },
    ]);
    expect(run.steps[1].output.status).toBe(200);
    expect(receiver.received.at(-1)?.body).toEqual({ text: 'OPS-1' });
    const list = await api('GET', '/api/runs?flow=tell');
    expect(list.body.items[0]).toMatchObject({ id: run.id, status: 'succeeded' });
    expect((await api('GET', '/api/flows/tell')).body).toMatchObject({ lastRun: { id: run.id, status: 'succeeded' } });
  });

  it('that fails says what to do about it, in the language of who asks', async () => {
    receiver.answerWith(() => ({ status: 403, body: { message: 'not you' } }));
    const { run } = (await api('POST', '/api/flows/tell/run', { input: { key: '1', priority: 'High' } })).body;
    const failed = await ended(run);
    receiver.answerWith(() => ({}));
    const error = {
      code: 'Unauthorized',
      message: expect.stringContaining('403'),
      help: expect.stringContaining('connection'),
    };
    expect(failed).toMatchObject({
      status: 'failed',
      error,
      steps: [{}, { id: 'send', status: 'failed', error, tries: [{ error }] }, {}],
    });
    const headers = { 'accept-language': 'zh' };
    const chinese = await callApi('GET', `/api/runs/${run}`, { token: millrace.token, headers });
    expect(chinese.body.error).toMatchObject({
      message: expect.stringMatching(/应答 403：\{"message":"not you"\}$/),
      help: expect.stringMatching(/[\u4e00-\u9fff]/),
    });
    const { message } = chinese.body.error;
    expect(chinese.body.steps[1]).toMatchObject({ error: { message }, tries: [{ error: { message } }] });
    expect(JSON.stringify(chinese.body)).not.toContain('sentence');
  });

  it('keeps the settings it saw, whatever they become', async () => {
    const settings = { timeZone: 'UTC', holidays: [], env: { prefix: 'A' }, revision: 0 };
    expect((await api('PUT', '/api/settings', settings)).body.revision).toBe(1);
    const { run } = (await api('POST', '/api/flows/tell/run', { input: { key: '1', priority: 'High' } })).body;
    await ended(run);
    await api('PUT', '/api/settings', { ...settings, env: { prefix: 'B' }, revision: 1 });
    expect((await ended(run)).steps[1].input.body).toEqual({ text: 'A1' });
    const stale = await api('PUT', '/api/settings', { ...settings, revision: 1 });
    expect([stale.status, stale.body.error.code]).toEqual([409, 'settingsSaved']);
  });

  it('is started again with the same event', async () => {
    const first = (await api('POST', '/api/flows/tell/run', { input: { key: 'OPS-2' } })).body.run;
    await ended(first);
    const again = await api('POST', `/api/runs/${first}/again`);
    expect(again.status).toBe(202);
    expect(await ended(again.body.run)).toMatchObject({
      causedBy: first,
      input: { key: 'OPS-2' },
      status: 'succeeded',
    });
  });

  it.each([
    ['of no flow', '/api/flows/nothing/run', 404, 'noFlow'],
    ['of a draft', '/api/flows/draft/run', 409, 'notOn'],
    ['again of no run', `/api/runs/r${'0'.repeat(40)}/again`, 404, 'noRun'],
    ['stopped that is none', `/api/runs/r${'0'.repeat(40)}/stop`, 404, 'noRun'],
  ])('%s is refused', async (_, path, status, code) => {
    await api('PUT', '/api/flows/draft', {
      source: 'id: draft\nname: Draft\ntrigger: { use: core.manual }\nsteps: []\n',
    });
    const answer = await api('POST', path, path.endsWith('run') ? {} : undefined);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('with more than an execution can carry is refused', async () => {
    const answer = await api('POST', '/api/flows/tell/run', { input: 'x'.repeat(300_000) });
    expect([answer.status, answer.body.error.code]).toEqual([413, 'inputTooLarge']);
  });

  it('that waits is stopped, once', async () => {
    await publish(`id: waits
name: Waits
trigger: { use: core.manual }
steps:
  - { id: pause, wait: { for: 2h } }
  - { id: send, use: http.request, with: { method: POST, url: "${receiver.url}/late" } }
`);
    const { run } = (await api('POST', '/api/flows/waits/run', {})).body;
    expect((await api('GET', `/api/runs/${run}`)).body).toMatchObject({ status: 'running' });
    const stopped = await api('POST', `/api/runs/${run}/stop`);
    expect(stopped.body).toMatchObject({
      status: 'stopped',
      steps: [
        { id: 'pause', status: 'stopped' },
        { id: 'send', status: 'skipped' },
      ],
    });
    expect((await api('POST', `/api/runs/${run}/stop`)).body.error.code).toBe('runEnded');
    expect((await api('GET', '/api/runs?status=stopped')).body.items).toMatchObject([{ id: run }]);
  });
});

it('a deleted flow lets its run finish, and holds its id until then', async () => {
  const source =
    'id: leaving\nname: Leaving\ntrigger: { use: core.manual }\nsteps:\n  - { id: pause, wait: { for: 2h } }\n';
  await publish(source);
  const { run } = (await api('POST', '/api/flows/leaving/run', {})).body;
  expect((await api('DELETE', '/api/flows/leaving')).status).toBe(204);
  expect((await api('GET', `/api/runs/${run}`)).body).toMatchObject({ status: 'running', steps: [{ id: 'pause' }] });
  await api('PUT', '/api/flows/leaving', { source });
  const refused = await api('POST', '/api/flows/leaving/publish', {});
  expect([refused.status, refused.body.error.code]).toEqual([409, 'machineEnding']);
  await api('POST', `/api/runs/${run}/stop`);
  await expect.poll(async () => (await api('POST', '/api/flows/leaving/publish', {})).status).toBe(200);
});

describe('a sample', () => {
  it("of a vendor's trigger takes the whole path to one flow, and leaves a verdict where a condition says no", async () => {
    const fields = { site: 'https://example.atlassian.net', email: 'a@example.com', apiToken: 'secret-token' };
    const saved = await api('PUT', '/api/connections/jira-main', { connector: 'jira', fields });
    expect(saved.status).toBe(200);
    const flow = (id: string, when: string) => `id: ${id}
name: ${id}
trigger:
  use: jira.issueUpdated
  connection: jira-main
  when: ${when}
steps:
  - { id: send, use: http.request, with: { method: POST, url: "${receiver.url}/${id}", body: "{{ $trigger.issue.key }}" } }
`;
    await publish(flow('wants', '{ left: "{{ $trigger.issue.key }}", op: exists }'));
    await publish(flow('refuses', '{ left: "{{ $trigger.issue.key }}", op: empty }'));
    await publish(flow('fails', '{ expr: "{{ $number($trigger.issue.key) > 1 }}" }'));
    const sent = await api('POST', '/api/flows/wants/sample', {});
    expect(sent.status).toBe(202);
    const events = (flow: string) => api('GET', `/api/events?flow=${flow}`).then(({ body }) => body.items);
    await expect.poll(() => events('wants')).toMatchObject([{ event: sent.body.event, outcome: 'started' }]);
    await ended((await events('wants'))[0].run);
    expect(receiver.received.filter(({ path }) => path === '/wants')).toHaveLength(1);
    expect(await events('refuses')).toEqual([]);

    await api('POST', '/api/flows/refuses/sample', {});
    await expect
      .poll(() => events('refuses'))
      .toMatchObject([
        {
          outcome: 'rejected',
          trigger: 'jira.issueUpdated',
          conditions: [{ path: 'when', op: 'empty', result: false }],
        },
      ]);

    await api('POST', '/api/flows/fails/sample', {});
    await expect
      .poll(() => events('fails'))
      .toMatchObject([{ conditions: [{ result: false, error: expect.stringMatching(/^Unable to cast/) }] }]);
    const headers = { 'accept-language': 'zh' };
    const chinese = await callApi('GET', '/api/events?flow=fails', { token: millrace.token, headers });
    expect(chinese.body.items[0].conditions[0].error).toMatch(/^无法把该值转换为数字：/);

    const hook = saved.body.hook.url;
    expect((await api('GET', '/api/flows/wants')).body.hooks).toEqual([
      { trigger: 'jira', url: hook, connection: 'jira-main' },
    ]);
  });
});

describe('all runs of a filter, run again', () => {
  it('start once each, page by page, whoever asks how often', async () => {
    await publish(`id: breaks
trigger: { use: core.manual }
steps:
  - { id: ask, use: http.request, with: { method: POST, url: "${receiver.url}/breaks", body: "{{ $trigger }}" } }`);
    receiver.answerWith(() => ({ status: 400 }));
    const failed: string[] = [];
    for (const n of [1, 2, 3]) {
      const { body } = await api('POST', '/api/flows/breaks/run', { input: { n } });
      failed.push(body.run);
      expect((await ended(body.run)).status).toBe('failed');
    }
    receiver.answerWith(() => ({}));
    const first = await api('POST', '/api/runs/again', { flow: 'breaks', limit: 2 });
    expect(first).toMatchObject({ status: 202, body: { count: 2, skipped: 0, next: expect.any(String) } });
    const rest = await api('POST', '/api/runs/again', { flow: 'breaks', status: 'failed', cursor: first.body.next });
    expect(rest.body).toEqual({ count: 1, skipped: 0 });
    expect((await api('POST', '/api/runs/again', { flow: 'breaks' })).body).toEqual({ count: 0, skipped: 3 });
    const again = async () => (await api('GET', '/api/runs?flow=breaks&status=succeeded')).body.items;
    await expect.poll(async () => (await again()).length).toBe(3);
    expect((await again()).map(({ causedBy }: { causedBy: string }) => causedBy).sort()).toEqual(failed.sort());
  });

  it('leave alone what was repeated by itself, and say by which run', async () => {
    receiver.answerWith(() => ({ status: 400 }));
    const { body } = await api('POST', '/api/flows/breaks/run', { input: { n: 4 } });
    expect((await ended(body.run)).status).toBe('failed');
    receiver.answerWith(() => ({}));
    const alone = await api('POST', `/api/runs/${body.run}/again`);
    expect((await ended(alone.body.run)).status).toBe('succeeded');
    const before = receiver.received.length;
    expect((await api('POST', '/api/runs/again', { flow: 'breaks' })).body).toEqual({ count: 0, skipped: 4 });
    expect(receiver.received).toHaveLength(before);
    expect(await ended(body.run)).toMatchObject({ status: 'failed', repeatedBy: alone.body.run });
    const { items } = (await api('GET', '/api/runs?flow=breaks&status=failed')).body;
    expect(items.every(({ repeatedBy }: { repeatedBy?: string }) => repeatedBy !== undefined)).toBe(true);
  });

  it('are bounded by their time, and only ended runs can be asked for', async () => {
    const to = '2020-01-01T00:00:00Z';
    expect((await api('POST', '/api/runs/again', { flow: 'breaks', to })).body).toEqual({ count: 0, skipped: 0 });
    expect((await api('POST', '/api/runs/again', { status: 'running' })).status).toBe(400);
  });
});
