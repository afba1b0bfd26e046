import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import en from '#flows/text/en/callback-page.json' with { type: 'json' };
import zh from '#flows/text/zh/callback-page.json' with { type: 'json' };
import { sweep } from '#functions/ledger/sweep.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { answerStep, getAwaited } from '#functions/store/awaited-step.ts';
import { getEffects } from '#functions/store/effect.ts';
import { putFollowUp } from '#functions/store/follow-up.ts';
import { getRun, type Run } from '#functions/store/run.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { handler as webhook } from './handler.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let chat: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [millrace, chat] = await Promise.all([startFunctions(), startReceiver()]);
});
afterAll(async () => {
  await millrace.stop();
  await chat.close();
});
afterEach(() => void chat.received.splice(0));

const tell = (id: string, link: string) =>
  `{ id: ${id}, use: http.request, with: { method: POST, url: "${chat.url}/${id}", body: { link: "${link}" } } }`;
const asking = (id: string, between = '', callback = '{ timeout: 1h }') => `
id: ${id}
name: May we <ship>?
trigger: { use: core.manual }
steps:
  - ${tell('ask', '{{ $run.callbacks.answer }}')}${between}
  - { id: answer, wait: { callback: ${callback} } }
  - { id: done, stop: succeeded, output: "{{ $answer }}" }`;

const start = async (flow: string) => (await startManualRun(flow, {}, Date.now())) as string;

async function ended(id: string): Promise<Run> {
  await expect.poll(async () => (await getRun(id))?.endedAt, { timeout: 10_000 }).toBeDefined();
  return (await getRun(id)) as Run;
}

async function link(path = '/ask'): Promise<string> {
  const sent = () => chat.received.find((request) => request.path === path)?.body as { link: string } | undefined;
  await expect.poll(sent, { timeout: 10_000 }).toBeDefined();
  return sent()?.link ?? '';
}

/** Until the step of a run waits. */
const waits = (run: string, path = 'answer') =>
  expect.poll(async () => (await getAwaited(run, path))?.status, { timeout: 10_000 }).toBe('claimed');

function send(url: string, method: string, body?: string, headers: Record<string, string> = {}): Promise<HttpResult> {
  const { pathname, search } = new URL(url);
  const event: HttpEvent = {
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { 'content-type': 'application/json', ...headers },
    requestContext: { http: { method, sourceIp: '127.0.0.1' } },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
  return webhook(event, {} as never);
}
const page = { accept: 'text/html,*/*' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the address of a callback', () => {
  it('shows a page to who looks, and takes the answer of who posts', async () => {
    await millrace.publish(asking('ships'));
    const run = await start('ships');
    const url = await link();
    await waits(run);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const shown = await send(`${url}&decision=yes`, method, undefined, page);
      expect(shown.statusCode).toBe(200);
      expect(shown.body).toContain('May we &#60;ship&#62;?');
      expect(shown.body).toContain('<dt>decision</dt><dd>yes</dd>');
      expect(shown.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    }
    expect((await send(url, 'GET', undefined, { ...page, 'accept-language': 'zh-CN' })).body).toContain(zh.button);
    expect((await getAwaited(run, 'answer'))?.status).toBe('claimed');
    const answered = await send(`${url}&decision=yes`, 'POST', 'note=fine', { ...form, ...page });
    expect(answered).toMatchObject({ statusCode: 200, body: expect.stringContaining(en.answered) });
    expect((await ended(run)).output).toEqual({ decision: 'yes', note: 'fine' });
    expect(await send(url, 'POST', '{}')).toMatchObject({ statusCode: 409, body: expect.stringContaining(en.already) });
    expect((await send(url, 'GET', undefined, page)).body).toContain(en.already);
  });

  it.each<[string, string, object, unknown]>([
    ['an object', '{"a": [1]}', {}, { a: [1] }],
    ['a list', '[1, 2]', {}, [1, 2]],
    ['text', 'yes', { 'content-type': 'text/plain' }, 'yes'],
    ['nothing', '', {}, {}],
  ])('takes %s', async (_, body, headers, output) => {
    await millrace.publish(asking('takes'));
    const run = await start('takes');
    const url = await link();
    await waits(run);
    expect(await send(url, 'POST', body, { ...headers })).toMatchObject({ statusCode: 200 });
    expect((await ended(run)).output).toEqual(output);
  });

  it.each<[string, string, object, unknown]>([
    ['text', 'no', { 'content-type': 'text/plain' }, { decision: 'yes', body: 'no' }],
    ['a list', '[1]', {}, { decision: 'yes', body: [1] }],
    ['an object that says otherwise', '{"decision":"no","note":"x"}', {}, { decision: 'yes', note: 'x' }],
    ['a form that says otherwise', 'decision=no', form, { decision: 'yes' }],
  ])('answers what the address offers, whatever is posted beside it: %s', async (_, body, headers, output) => {
    await millrace.publish(asking('offers'));
    const run = await start('offers');
    const url = await link();
    await waits(run);
    expect(await send(`${url}&decision=yes`, 'POST', body, { ...headers })).toMatchObject({ statusCode: 200 });
    expect((await ended(run)).output).toEqual(output);
  });

  it('says where a body is no JSON', async () => {
    await millrace.publish(asking('broken'));
    await start('broken');
    const refused = await send(await link(), 'POST', '{bad');
    expect(refused).toMatchObject({ statusCode: 400, body: expect.stringMatching(/from line 1, column 2 on/) });
  });

  it('keeps an answer that comes before the step waits; of several at once one counts', async () => {
    await millrace.publish(asking('early', '\n  - { id: nap, wait: { for: 1s } }'));
    const run = await start('early');
    const url = await link();
    const answers = await Promise.all([1, 2, 3].map((n) => send(url, 'POST', JSON.stringify({ n }))));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
    const n = answers.findIndex(({ statusCode }) => statusCode === 200) + 1;
    expect((await ended(run)).output).toEqual({ n });
    const { steps } = await millrace.api('GET', `/api/runs/${run}`);
    expect(steps.find(({ id }: { id: string }) => id === 'answer')).toMatchObject({
      status: 'succeeded',
      output: { n },
    });
  });

  it('is closed when the time is over, or the run', async () => {
    await millrace.publish(asking('late', '', '{ timeout: "{{ 1 }}" }'));
    const run = await start('late');
    const url = await link();
    expect(await ended(run)).toMatchObject({ status: 'failed', error: { code: 'Timeout', step: 'answer' } });
    expect(await send(url, 'POST', '{}')).toMatchObject({ statusCode: 410, body: expect.stringContaining(en.closed) });
    chat.received.splice(0);
    await millrace.publish(asking('cut', '\n  - { id: nap, wait: { for: 1h } }'));
    const cut = await start('cut');
    const other = await link();
    await millrace.api('POST', `/api/runs/${cut}/stop`);
    expect(await send(other, 'POST', '{}', page)).toMatchObject({ statusCode: 410 });
  });

  it('exists in loops, repeats and branches, each its own', async () => {
    await millrace.publish(`
id: each
trigger: { use: core.manual }
steps:
  - id: lines
    forEach: [a, b]
    concurrency: 2
    do:
      - id: again
        repeat: { until: { left: "{{ $both.l.ok }}", op: isTrue }, every: 1s, atMost: 1m }
        do:
          - ${tell('ask', '{{ $item }} {{ $run.callbacks.answer }} {{ $run.callbacks.outer }}')}
          - { id: both, parallel: { l: [{ id: answer, wait: { callback: { timeout: 1h } } }], r: [{ id: x, set: { a: 1 } }] } }
      - { id: outer, wait: { callback: {} } }
  - { id: done, stop: succeeded, output: "{{ $lines.results }}" }`);
    const run = await start('each');
    const links = () => chat.received.map(({ body }) => (body as { link: string }).link.split(' '));
    const answer = async (n: number, ok: boolean) => {
      await expect.poll(() => links().length, { timeout: 10_000 }).toBe(n);
      for (const [, url] of links().slice(-2))
        expect((await send(url!, 'POST', JSON.stringify({ ok }))).statusCode).toBe(200);
    };
    await answer(2, false);
    await answer(4, true);
    for (const [item, , url] of links().slice(-2)) await send(url!, 'POST', JSON.stringify({ item }));
    expect((await ended(run)).output).toEqual([{ item: 'a' }, { item: 'b' }]);
    expect(new Set(links().map(([, url]) => url)).size).toBe(4);
    expect(new Set(links().map(([, , url]) => url)).size).toBe(2);
  }, 30_000);

  it('tells who does not have it nothing', async () => {
    await millrace.publish(asking('guarded'));
    const run = await start('guarded');
    const url = await link();
    await waits(run);
    const wrong = [
      url.replace(/(r[0-9a-f]{40}\.)(.)/, (_, run, first) => `${run}${first === '0' ? '1' : '0'}`),
      url.replace('at=answer', 'at=ask'),
      url.replace(/\?.*/, ''),
      url.replace(/r[0-9a-f]{40}/, `r${'0'.repeat(40)}`),
      `${new URL(url).origin}/callbacks/nothing`,
    ];
    const answers = await Promise.all(wrong.map((each) => send(each, 'POST', '{}')));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(404);
    expect((await send(wrong[0]!, 'GET', undefined, page)).body).not.toContain('ship');
    expect((await send(url, 'PUT', '{}')).statusCode).toBe(405);
    expect((await send(url, 'POST', `"${'x'.repeat(70_000)}"`)).statusCode).toBe(413);
    expect((await send(url, 'POST', '{')).statusCode).toBe(400);
    expect((await getAwaited(run, 'answer'))?.status).toBe('claimed');
    await send(url, 'POST', '{}');
    await ended(run);
  });

  it('stands in no record and no answer of the API', async () => {
    await millrace.publish(asking('hidden'));
    const run = await start('hidden');
    const url = await link();
    await waits(run);
    const signature = /\.([0-9a-f]{40})\?/.exec(url)?.[1] as string;
    const secret = (await getRun(run))?.secret as string;
    expect(secret).toHaveLength(32);
    const shown = JSON.stringify(await millrace.api('GET', `/api/runs/${run}`));
    expect(shown).toContain('/callbacks/');
    for (const text of [shown, JSON.stringify(await getEffects(run))]) {
      expect(text).not.toContain(signature);
      expect(text).not.toContain(secret);
    }
    await send(url, 'POST', '{}');
    expect((await ended(run)).status).toBe('succeeded');
  });

  it('is told to the run by the sweeper where a crash came between the record and the answer', async () => {
    await millrace.publish(asking('crashed'));
    const run = await start('crashed');
    await link();
    await waits(run);
    const { startedAt } = (await getAwaited(run, 'answer'))!;
    const id = `${run}#answer#x`;
    await answerStep({ run, path: 'answer', startedAt }, { output: 'kept' }, id, startedAt, [
      putFollowUp(id, startedAt),
    ]);
    await sweep(Date.now() + 60_000);
    expect((await ended(run)).output).toBe('kept');
  });
});

it('both languages say the same', () => expect(Object.keys(zh)).toEqual(Object.keys(en)));
