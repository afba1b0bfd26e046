import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { dispatcher } from '#functions/dispatch/dispatch.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { answerStep } from '#functions/store/awaited-step.ts';
import { getRun, type Run } from '#functions/store/run.ts';
import { partition } from '#functions/store/table/keys.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import { waitsFor } from '#functions/store/wait.ts';
import { startFunctions } from '#test/support/functions.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let now = Date.now();

beforeAll(async () => {
  millrace = await startFunctions();
  await millrace.connect('jira-main', 'jira', {
    site: 'https://example.atlassian.net',
    email: 'a@example.com',
    apiToken: 'token-token',
    webhookSecret: 'secret-secret',
  });
});
afterAll(() => millrace.stop());

const key = 'jira.issueUpdated#jira-main';
const dispatch = dispatcher(() => now);

function send(id: string, data: Json) {
  const detail = { id, source: 'jira', type: 'jira.issueUpdated', time: new Date(now).toISOString(), data };
  const body = JSON.stringify({ id: `d-${id}`, detail: { ...detail, connection: 'jira-main' } });
  return dispatch({ Records: [{ messageId: id, body }] });
}

const waiting = (id: string, more = '', match = '{{ $event.issue.key = $trigger.key }}') => `
id: ${id}
trigger: { use: core.manual }
steps:
  - { id: reply, wait: { event: jira.issueUpdated, connection: jira-main, match: { expr: "${match}" }${more} } }
  - { id: done, stop: succeeded, output: "{{ $reply.issue.status }}" }`;

async function start(flow: string, issue: string): Promise<string> {
  const id = (await startManualRun(flow, { key: issue }, Date.now())) as string;
  for (let i = 0; i < 500; i++) {
    if ((await waitsFor(key)).some(({ run }) => run === id)) return id;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error('The run does not wait.');
}

async function ended(id: string): Promise<Run> {
  for (let i = 0; i < 500; i++) {
    const run = await getRun(id);
    if (run?.endedAt) return run;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error(`The run ${id} did not end.`);
}

const verdicts = async (event: string) => (await listVerdicts({ event, limit: 20 })).items;
const waitingRuns = async () => (await waitsFor(key)).map(({ run }) => run);

describe('a run that waits for an event', () => {
  it('gets the first that matches; verdicts say whom it answered', async () => {
    await millrace.publish(waiting('waits'));
    const [one, two, other] = [await start('waits', 'A-1'), await start('waits', 'A-1'), await start('waits', 'A-2')];
    await send('e1', { issue: { key: 'A-3' } });
    expect(await verdicts('e1')).toMatchObject([{ outcome: 'unmatched' }]);
    await send('e2', { issue: { key: 'A-1', status: 'seen' } });
    expect((await ended(one)).output).toBe('seen');
    expect((await ended(two)).output).toBe('seen');
    const said = await verdicts('e2');
    expect(said).toMatchObject([{ outcome: 'answered' }, { outcome: 'answered' }]);
    expect(said.map(({ run }) => run).sort()).toEqual([one, two].sort());
    expect(said[0]?.conditions).toMatchObject([{ path: 'match', result: true }]);
    expect(await waitingRuns()).toEqual([other]);
    await send('e3', { issue: { key: 'A-2', status: 'late' } });
    expect((await ended(other)).output).toBe('late');
    const shown = await millrace.api('GET', `/api/runs/${other}`);
    expect(shown.steps[0]).toMatchObject({ status: 'succeeded', output: { issue: { status: 'late' } } });
  });

  it('does not keep the event from starting flows', async () => {
    const listens = `
id: listens
trigger: { use: jira.issueUpdated, connection: jira-main }
steps:
  - { id: done, stop: succeeded, output: "{{ $trigger.issue.key }}" }`;
    await millrace.publish(listens);
    const id = await start('waits', 'B-1');
    await send('both', { issue: { key: 'B-1', status: 'ok' } });
    expect((await ended(id)).output).toBe('ok');
    expect((await millrace.ended('listens', 'both')).output).toBe('B-1');
    expect((await verdicts('both')).map(({ outcome }) => outcome).sort()).toEqual(['answered', 'started']);
  });

  it('is answered by nobody whose condition fails', async () => {
    await millrace.publish(waiting('breaks', '', '{{ $event.issue.count > 1 }}'));
    const id = await start('breaks', 'C-1');
    await send('broken', { issue: { key: 'C-1', count: 'many' } });
    expect((await getRun(id))?.status).toBe('running');
    await send('whole', { issue: { key: 'C-1', count: 2, status: 'counted' } });
    expect((await ended(id)).output).toBe('counted');
  });

  it('fails with Timeout when none comes, which can be caught', async () => {
    await millrace.publish(waiting('hurries', ', timeout: 1s'));
    const id = await start('hurries', 'D-1');
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'Timeout', step: 'reply' } });
    // The end of a run is told before what hung on it is cleared away.
    await expect.poll(waitingRuns, { timeout: 10_000 }).not.toContain(id);
    const caught = waiting('catches', ', timeout: 1s').replace('} }\n', '}, onError: continue }\n');
    await millrace.publish(caught.replace('$reply.issue.status', '$reply.error.code'));
    expect((await ended(await start('catches', 'D-2'))).output).toBe('Timeout');
  });

  it('shows the way it went when nothing came and that was dealt with', async () => {
    const handled = `
id: handles
trigger: { use: core.manual }
steps:
  - id: reply
    wait: { event: jira.issueUpdated, connection: jira-main, timeout: "{{ $trigger.patience }}" }
    onError: [{ id: late, set: { code: "{{ $reply.error.code }}" } }]
  - { id: done, stop: succeeded, output: "{{ $reply.error.code }}" }`;
    await millrace.publish(handled);
    const id = (await startManualRun('handles', { patience: '1s' }, Date.now())) as string;
    expect(await ended(id)).toMatchObject({ status: 'succeeded', output: 'Timeout' });
    const { steps } = await millrace.api('GET', `/api/runs/${id}`);
    expect(steps).toMatchObject([
      { id: 'reply', status: 'failed', error: { code: 'Timeout' } },
      { id: 'late', status: 'succeeded' },
      { id: 'done', status: 'succeeded' },
    ]);
  });

  it('tells until when it waits, and is forgotten when it is stopped', async () => {
    await millrace.publish(waiting('patient', ', timeout: 2h'));
    const id = await start('patient', 'E-1');
    const [open] = (await millrace.api('GET', `/api/runs/${id}`)).steps;
    expect(open).toMatchObject({ status: 'running', input: { event: 'jira.issueUpdated' } });
    expect(Math.round((Date.parse(open.until) - Date.parse(open.startedAt)) / 60_000)).toBe(120);
    await millrace.api('POST', `/api/runs/${id}/stop`);
    expect(await waitingRuns()).not.toContain(id);
  });

  it('gets the event under its newer token when it is asked again at the very moment of the event', async () => {
    const id = await start('waits', 'G-1');
    const mine = async () => (await waitsFor(key)).find(({ run }) => run === id)?.token;
    const token = (await mine()) as string;
    const real = client('dynamodb');
    const sendOnce = async (command: object) => {
      const answer = await real.send(command as never);
      const pk = command instanceof QueryCommand && Object.values(command.input.ExpressionAttributeValues ?? {})[0]?.S;
      if (pk !== partition('wait', key)) return answer;
      provideClients({ dynamodb: real });
      await millrace.states.SendTaskFailure({ taskToken: token, error: 'Millrace.Again', cause: '{}' });
      await expect.poll(mine, { timeout: 20_000 }).not.toBe(token);
      return answer;
    };
    provideClients({ dynamodb: { send: sendOnce } as unknown as Clients['dynamodb'] });
    await send('again', { issue: { key: 'G-1', status: 'heard' } });
    expect((await ended(id)).output).toBe('heard');
    expect(await waitingRuns()).not.toContain(id);
  }, 30_000);

  it('is told by the next delivery where a crash came between the record and the answer', async () => {
    const id = await start('waits', 'F-1');
    const [wait] = (await waitsFor(key)).filter(({ run }) => run === id);
    const data = { issue: { key: 'F-1', status: 'kept' } };
    await answerStep(wait!, { output: data }, 'cut', new Date(now).toISOString());
    now += 1000;
    await send('another', { issue: { key: 'F-1', status: 'other' } });
    expect((await ended(id)).output).toBe('kept');
    expect((await verdicts('another')).map(({ outcome }) => outcome)).not.toContain('answered');
  });
});

describe('a run that waits for a request to its own flow', () => {
  it.each(['accepted', 'finished'])(
    'gets the one that matches (respond: %s)',
    async (respond) => {
      const id = `pays-${respond}`;
      const { key: hook } = await millrace.publish(`
id: ${id}
trigger:
  use: core.webhook
  with: { respond: ${respond} }
  when: { left: "{{ $trigger.body.kind }}", op: equals, right: order }
steps:
  - { id: paid, wait: { event: core.webhook, match: { left: "{{ $event.body.order }}", op: equals, right: "{{ $trigger.body.order }}" }, timeout: 1h } }
  - { id: done, stop: succeeded, output: "{{ $paid.body.amount }}" }`);
      const send = (delivery: string, body: Json) => millrace.post(hook, body, { headers: { 'webhook-id': delivery } });
      const starts = [send('o1', { kind: 'order', order: 1 }), send('o2', { kind: 'order', order: 2 })];
      const waits = async () => (await waitsFor(`core.webhook#${id}`)).length;
      await expect.poll(waits, { timeout: 10_000 }).toBe(2);
      await send('p2', { kind: 'payment', order: 2, amount: 20 });
      await send('p1', { kind: 'payment', order: 1, amount: 10 });
      expect((await millrace.ended(id, `core:${id}:o1`)).output).toBe(10);
      expect((await millrace.ended(id, `core:${id}:o2`)).output).toBe(20);
      const answers = await Promise.all(starts);
      if (respond === 'finished') expect(answers.map(({ body }) => body)).toEqual(['10', '20']);
      await expect.poll(async () => (await verdicts(`core:${id}:p1`)).length).toBe(2);
      expect((await verdicts(`core:${id}:p1`)).map(({ outcome }) => outcome).sort()).toEqual(['answered', 'rejected']);
    },
    30_000,
  );
});
