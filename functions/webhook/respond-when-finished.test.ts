import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { client, provideClients } from '#functions/aws/clients.ts';
import { configuration } from '#functions/store/configuration.ts';
import type { Run } from '#functions/store/run.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { respondWhenFinished } from './respond-when-finished.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [millrace, receiver] = await Promise.all([startFunctions(), startReceiver(() => ({ after: 300 }))]);
});
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});
afterEach(() => void receiver.received.splice(0));

const runsOf = async (flow: string) => (await millrace.api('GET', `/api/runs?flow=${flow}`)).items as Run[];
const called = `
id: doubles
trigger: { use: core.manual }
steps:
  - { id: done, stop: succeeded, output: { twice: "{{ $trigger.n * 2 }}" } }`;
const flow = (id: string, concurrency: string, more = '') => `
id: ${id}
trigger: { use: core.webhook, with: { respond: finished } }
${concurrency}
steps:
  - { id: send, use: http.request, with: { method: POST, url: "${receiver.url}/${id}", body: { n: "{{ $trigger.body.n }}" } } }${more}
  - { id: done, stop: succeeded, output: { status: 201, body: { n: "{{ $trigger.body.n }}", run: "{{ $run.id }}" } } }`;
const published = (id: string, concurrency: string, more?: string) => millrace.publish(flow(id, concurrency, more));

const bodyOf = ({ body }: { body: string }) => JSON.parse(body) as { n: number; run: string };

describe('a flow that answers when finished', () => {
  it('waits for the flow that it calls, although it is STANDARD', async () => {
    await millrace.publish(called);
    const { key, type } = await millrace.publish(`
id: asks
trigger: { use: core.webhook, with: { respond: finished } }
steps:
  - { id: sub, call: doubles, with: { n: "{{ $trigger.body.n }}" }, await: true, timeout: 20s }
  - { id: done, stop: succeeded, output: { status: 201, body: "{{ $sub.output.twice }}" } }`);
    expect(type).toBe('STANDARD');
    expect(await millrace.post(key, { n: 21 })).toMatchObject({ statusCode: 201, body: '42' });
    const twice = await Promise.all([1, 2].map(() => millrace.post(key, { n: 4 }, { headers: { 'webhook-id': 'x' } })));
    expect(twice.map(({ body }) => body)).toEqual(['8', '8']);
    expect(await runsOf('asks')).toHaveLength(2);
  });

  it.each(['', 'concurrency: { max: 1 }'])(
    'tells the answer to nobody who asks otherwise under its key %s',
    async (line) => {
      const { key } = await published(`guarded-${line.length}`, line);
      const headers = { 'idempotency-key': 'guessed' };
      expect(bodyOf(await millrace.post(key, { n: 5 }, { headers })).n).toBe(5);
      const other = await millrace.post(key, { n: 6 }, { headers });
      expect(other).toMatchObject({ statusCode: 422, body: expect.stringContaining('keyReused') });
      expect(other.body).not.toContain('"n":5');
      expect(bodyOf(await millrace.post(key, { n: 5 }, { headers: { ...headers, 'x-sent': 'again' } })).n).toBe(5);
      expect(receiver.received).toHaveLength(1);
    },
  );

  it.each(['express', 'standard'])('lines up where it is one at a time (%s)', async (type) => {
    const { key } = await published(`queues-${type}`, `type: ${type}\nconcurrency: { max: 1 }`);
    const answers = await Promise.all([1, 2, 3].map((n) => millrace.post(key, { n })));
    expect(answers.map((answer) => bodyOf(answer).n)).toEqual([1, 2, 3]);
    expect(new Set(answers.map((answer) => bodyOf(answer).run)).size).toBe(3);
  });

  it.each(['express', 'standard'])(
    'gives a double click the answer of the one run that it makes (%s)',
    async (type) => {
      const limit = `concurrency: { key: "{{ $trigger.body.n }}", max: 1, whenFull: skip }`;
      const { key } = await published(`once-${type}`, `type: ${type}\n${limit}`);
      const answers = await Promise.all([7, 7, 7, 8].map((n) => millrace.post(key, { n })));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
      const [first, second, third, other] = answers.map(bodyOf);
      expect([second, third]).toEqual([first, first]);
      expect(other?.run).not.toBe(first?.run);
      expect(await runsOf(`once-${type}`)).toHaveLength(2);
      expect(receiver.received.map(({ body }) => (body as { n: number }).n).sort()).toEqual([7, 8]);
      const { items } = await listVerdicts({ flow: `once-${type}`, limit: 10 });
      expect(items.filter(({ outcome, reason }) => outcome === 'rejected' && reason === 'full')).toHaveLength(2);
      expect(bodyOf(await millrace.post(key, { n: 7 })).run).not.toBe(first?.run);
    },
  );

  it('refuses what it skips when there is no key by which it could be the same', async () => {
    const { key } = await published('busy', 'concurrency: { max: 1, whenFull: skip }');
    const answers = await Promise.all([1, 2].map((n) => millrace.post(key, { n })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  });

  it('takes no caller without a key for another', async () => {
    const limit = 'concurrency: { key: "{{ $trigger.body.email }}", max: 1, whenFull: skip }';
    const { key } = await published('keyless', limit, '\n  - { id: nap, wait: { for: 1s } }');
    const answers = await Promise.all([1, 2].map((n) => millrace.post(key, { n })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    expect(answers.map((answer) => bodyOf(answer).n)).toEqual([1, 2]);
  });

  it('tells the caller of a run that another took the place of', async () => {
    const limit = 'concurrency: { key: "{{ $trigger.body.key }}", max: 1, whenFull: replace }';
    const { key } = await published('newest', limit, '\n  - { id: nap, wait: { for: 1s } }');
    const first = millrace.post(key, { n: 1, key: 'k' });
    await expect.poll(() => runsOf('newest')).toHaveLength(1);
    const second = millrace.post(key, { n: 2, key: 'k' });
    expect(await first).toMatchObject({ statusCode: 500 });
    expect(bodyOf(await second).n).toBe(2);
  });

  it('answers from the record of the run when Step Functions ran it and its answer was lost', async () => {
    const { key } = await published('unheard', 'type: express');
    const whole = client('sfn');
    const send = async (command: object) => {
      const answer = await whole.send(command as never);
      if (command.constructor.name !== 'StartSyncExecutionCommand') return answer;
      throw Object.assign(new Error('down'), { $fault: 'server', $metadata: { httpStatusCode: 500 } });
    };
    provideClients({ sfn: { send } as never });
    const answer = await millrace.post(key, { n: 5 });
    provideClients({ sfn: whole });
    expect([answer.statusCode, bodyOf(answer).n]).toEqual([201, 5]);
    expect(await runsOf('unheard')).toHaveLength(1);
    expect(receiver.received).toHaveLength(1);
  });

  it('answers with the id of the run when that takes longer than callers wait', async () => {
    const { key } = await published('slow', 'concurrency: { max: 1 }', '\n  - { id: nap, wait: { for: 2s } }');
    const settings = await configuration()();
    const [listener] = await settings.subscriptions('core.webhook#slow');
    const finished = respondWhenFinished(Date.now, 500);
    const event = { id: 'core:slow:1', source: 'core', type: 'core.webhook', connection: null, flow: 'slow' };
    const time = new Date().toISOString();
    const data = { method: 'POST', headers: {}, query: {}, body: { n: 1 } };
    const begun = Date.now();
    const answer = await finished(listener!, { ...event, time, data }, await settings.settings(), begun);
    expect(Date.now() - begun).toBeLessThan(1900);
    expect(answer.statusCode).toBe(202);
    expect((await millrace.ended('slow', 'core:slow:1')).id).toBe(JSON.parse(answer.body).run);
    expect(bodyOf(await millrace.post(key, { n: 1 }, { headers: { 'webhook-id': '1' } })).n).toBe(1);
  });
});
