import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { faultPlan } from '#test/support/fault-plan.ts';
import { connect, endedRuns, publish, verdicts } from '#test/support/publish.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { pause, startServer, type TestServer } from '#test/support/server.ts';

let server: TestServer;
let chat: Awaited<ReturnType<typeof startReceiver>>;
let jiraHook: string;

const sample = catalogue.jira!.triggers.issueUpdated!.sampleRequest!;

const blocked = (id: string) => `
id: ${id}
name: Blocked issues reach the group
trigger:
  use: jira.issueUpdated
  connection: jira
  when:
    all:
      - { left: "{{ $trigger.changed.status.to }}", op: equals, right: Blocked }
      - { left: "{{ $trigger.issue.fields.priority.name }}", op: in, right: [High, Highest] }
steps:
  - { id: tell, use: feishu.sendBotMessage, connection: group, with: { text: "{{ $trigger.issue.key }} is blocked: {{ $trigger.issue.fields.summary }}" } }
`;

const relay = (id: string, extra = '') => `
id: ${id}
name: Relay
trigger: { use: core.webhook }
steps:
  - { id: send, use: http.request, with: { method: POST, url: "${chat.url}/${id}", body: { text: "{{ $trigger.body.text }}" } }${extra} }
`;

function deliver(identifier: string, priority = 'High'): Promise<Response> {
  const body = structuredClone(sample.body) as { issue: { fields: { priority: { name: string } } } };
  body.issue.fields.priority.name = priority;
  return fetch(jiraHook, {
    method: 'POST',
    headers: { ...sample.headers, 'x-atlassian-webhook-identifier': identifier },
    body: JSON.stringify(body),
  });
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  chat = await startReceiver(() => ({ body: { code: 0 } }));
  server = await startServer({ environment: { MILLRACE_ALLOW_ADDRESSES: chat.host } });
  const { hook } = await connect(server, 'jira', 'jira', {
    site: chat.url,
    email: 'bot@example.com',
    apiToken: 'secret-jira-token',
  });
  jiraHook = hook!.url;
  await connect(server, 'group', 'feishu', { webhookUrl: `${chat.url}/bot/very-secret-address` });
});

afterAll(async () => {
  await server?.stop();
  await chat?.close();
});

describe('the Jira sample', () => {
  test('leads to exactly one message, a rejected event to none and a verdict, a repeated delivery to one run', async () => {
    await publish(server, blocked('blocked'));
    expect((await deliver('delivery-1')).status).toBe(202);
    expect((await deliver('delivery-1')).status).toBe(202);
    expect((await deliver('delivery-2', 'Low')).status).toBe(202);

    const [run] = await endedRuns(server, 'blocked', 1);
    expect(run).toMatchObject({
      status: 'succeeded',
      steps: [{ id: 'tell', path: 'tell', status: 'succeeded', attempts: 1 }],
    });
    const [no] = await verdicts(server, 'blocked', 'rejected', 1);
    expect(no!.conditions.find((condition) => !condition.result)).toMatchObject({
      path: 'when.all[1]',
      op: 'in',
      left: 'Low',
      right: ['High', 'Highest'],
    });
    await verdicts(server, 'blocked', 'duplicate', 1);

    await pause(300);
    const messages = chat.received.filter((request) => request.path === '/bot/very-secret-address');
    expect(messages.map((message) => message.body)).toEqual([
      { msg_type: 'text', content: { text: 'OPS-418 is blocked: Payment retries loop on the card check' } },
    ]);
    expect(await endedRuns(server, 'blocked', 1)).toHaveLength(1);
  });

  test('secrets stay out of runs, lists and logs', async () => {
    const [run] = await endedRuns(server, 'blocked', 1);
    const connections = await server.api('GET', '/api/connections');
    for (const seen of [JSON.stringify(run), JSON.stringify(connections), server.output()]) {
      expect(seen).not.toContain('very-secret-address');
      expect(seen).not.toContain('secret-jira-token');
    }
  });
});

describe('a failing receiver', () => {
  test.each([
    ['500', () => ({ status: 500, body: { message: 'down' } }), 'Unavailable', 3],
    ['429 with Retry-After', () => ({ status: 429, headers: { 'retry-after': '1' } }), 'RateLimited', undefined],
    ['no answer', () => ({ hangUp: true }), 'Unavailable', 3],
    ['400', () => ({ status: 400, body: { message: 'no such field' } }), 'InvalidInput', 1],
    ['401', () => ({ status: 401 }), 'Unauthorized', 1],
  ])('%s is tried as its class says and ends as a readable failure', async (name, answer, code, attempts) => {
    const id = `fails-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    chat.answerWith((request) => (request.path === `/${id}` ? answer() : { body: { code: 0 } }));
    const { hooks } = await publish(server, relay(id));
    expect((await post(hooks[0]!.url, { text: 'hello' })).status).toBe(202);
    const [run] = await endedRuns(server, id, 1, 40);
    expect(run).toMatchObject({
      status: 'failed',
      error: { code, step: 'send' },
      steps: [{ status: 'failed', error: { code } }],
    });
    expect(run!.error!.message.length).toBeGreaterThan(10);
    expect(run!.error!.message).not.toMatch(/\n\s+at |Error:|undefined/);
    const tries = chat.received.filter((request) => request.path === `/${id}`).length;
    if (attempts === undefined) expect(tries).toBeGreaterThan(1);
    // A call that failed is made once more when Lambda loses its answer.
    else if (faultPlan()) expect(tries).toBeGreaterThanOrEqual(attempts);
    else expect([run!.steps[0]!.attempts, tries]).toEqual([attempts, attempts]);
    const keys = new Set(
      chat.received.filter((request) => request.path === `/${id}`).map((request) => request.headers['idempotency-key']),
    );
    expect(keys.size).toBe(1);
  });

  test('refused connections and slow answers end readable, too', async () => {
    chat.answerWith((request) => (request.path === '/slow' ? { after: 4000 } : { body: { code: 0 } }));
    const slow = await publish(server, relay('slow', ', timeout: 1s, retry: off'));
    const refused = await publish(
      server,
      relay('refused', ', retry: { attempts: 2, first: 1s }').replace(`${chat.url}/refused`, 'http://127.0.0.1:9/'),
    );
    await post(slow.hooks[0]!.url, { text: 'x' });
    await post(refused.hooks[0]!.url, { text: 'x' });
    const [late] = await endedRuns(server, 'slow', 1);
    expect(late).toMatchObject({ status: 'failed', error: { code: 'Timeout', step: 'send' } });
    const [blockedAddress] = await endedRuns(server, 'refused', 1);
    expect(blockedAddress).toMatchObject({ status: 'failed', error: { code: 'InvalidInput' } });
    expect(blockedAddress!.error!.message).toMatch(/127\.0\.0\.1/);
  });

  test('a receiver that recovers gets the message once', async () => {
    let count = 0;
    chat.answerWith((request) =>
      request.path === '/recovers' && ++count < 3 ? { status: 503 } : { body: { ok: true } },
    );
    const { hooks } = await publish(server, relay('recovers'));
    await post(hooks[0]!.url, { text: 'x' });
    const [run] = await endedRuns(server, 'recovers', 1);
    expect(run).toMatchObject({ status: 'succeeded', steps: [{ status: 'succeeded' }] });
    expect(chat.received.filter(({ path }) => path === '/recovers')).toHaveLength(3);
    expect(run!.steps[0]!.attempts).toBe(3);
  });
});

describe('answers', () => {
  test('a flow that responds when finished answers the caller', async () => {
    const { hooks } = await publish(
      server,
      `
id: answers
name: Answers
trigger: { use: core.webhook, with: { respond: finished } }
steps:
  - { id: big, if: { left: "{{ $trigger.body.n }}", op: gt, right: 10 }, then: [{ id: yes, stop: succeeded, output: { status: 201, headers: { x-request-id: big }, body: { twice: "{{ $trigger.body.n * 2 }}" } } }] }
  - { id: no, stop: succeeded, output: { small: true } }
`,
    );
    /** Where AWS does not say whether it ran the flow, the caller is told where to look: another asks. */
    const ask = async (n: number): Promise<Response> => {
      const answer = await post(hooks[0]!.url, { n });
      return faultPlan() && answer.status === 202 ? ask(n) : answer;
    };
    const big = await ask(21);
    expect([big.status, big.headers.get('x-request-id'), await big.json()]).toEqual([201, 'big', { twice: 42 }]);
    const small = await ask(1);
    expect([small.status, await small.json()]).toEqual([200, { small: true }]);
  });
});
