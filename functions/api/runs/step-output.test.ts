import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { callApi } from '#test/support/call-api.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { startReceiver } from '#test/support/receiver.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  [millrace, receiver] = await Promise.all([
    startPlatformForTest(),
    startReceiver(({ path }) => ({ body: bodies[path] })),
  ]);
}, 30_000);
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

const items = (count: number, size: number) =>
  Array.from({ length: count }, (_, n) => ({ price: n, name: `item ${n}`, text: '大'.repeat(size) }));

const bodies: Record<string, Json> = {
  '/list': { items: items(1000, 400), total: 7 },
  '/text': 'line\n'.repeat(500_000),
  '/middle': { text: 'x'.repeat(200_000), other: 1 },
  '/huge': { items: items(2000, 1000) },
};

/** Runs the steps, in which ADDRESS is the receiver's, to their end. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
async function run(id: string, steps: string, type = 'express'): Promise<any> {
  const source = `id: ${id}\nname: ${id}\ntype: ${type}\ntrigger: { use: core.manual }\nsteps:\n${steps.replace(/^/gm, '  ').replaceAll('ADDRESS', receiver.url)}\n`;
  await millrace.api('PUT', `/api/flows/${id}`, { source });
  const published = await millrace.api('POST', `/api/flows/${id}/publish`, {});
  expect(published.body.error).toBeUndefined();
  const started = await millrace.api('POST', `/api/flows/${id}/run`, { input: {} });
  const address = `/api/runs/${started.body.run}`;
  await expect.poll(async () => (await millrace.api('GET', address)).body.endedAt, { timeout: 10_000 }).toBeTruthy();
  return (await millrace.api('GET', address)).body;
}

async function whole(id: string, path: string): Promise<{ text: string; parts: number }> {
  let text = '';
  let parts = 0;
  for (let from: number | undefined = 0; from !== undefined; parts++) {
    const answer = await millrace.api('GET', `/api/runs/${id}/output?path=${encodeURIComponent(path)}&from=${from}`);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body).length).toBeLessThan(6_000_000);
    text += answer.body.text;
    from = answer.body.next;
  }
  return { text, parts };
}

const fetch = (path: string) => `- { id: fetch, use: http.request, with: { url: "ADDRESS${path}" } }`;

describe('an answer that is too large to go on', () => {
  it('gives the fields that the flow names, and is kept whole beside the run', async () => {
    const told = await run(
      'totals',
      `${fetch('/list')}
- { id: sums, set: { all: "{{ $sum($fetch.body.items.price) }}", total: "{{ $fetch.body.total }}", none: "{{ $fetch.body.nothing }}" } }
- id: rows
  forEach: "{{ $fetch.body.items[].name }}"
  atMost: 1000
  as: name
  do:
    - { id: keep, set: { name: "{{ $name }}" } }
- { id: done, stop: succeeded, output: { sum: "{{ $sums }}", names: "{{ $count($rows.results.name) }}" } }`,
    );
    expect(told.output).toEqual({ sum: { all: 499_500, total: 7, none: null }, names: 1000 });
    const [step, sum] = told.steps;
    expect(step).toMatchObject({ id: 'fetch', status: 'succeeded', attempts: 1 });
    expect(Object.keys(step.output)).toEqual(['body']);
    expect(step.output.body.total).toBe(7);
    expect(step.output.body.items[3]).toEqual({ price: 3, name: 'item 3' });
    expect(sum.output).toEqual(told.output.sum);
    const { text } = await whole(told.id, 'fetch');
    expect(JSON.parse(text)).toMatchObject({ status: 200, body: bodies['/list'] });
    expect(step.whole).toEqual({ bytes: Buffer.byteLength(text), beginning: text.slice(0, 2000) });
    expect(step.whole.bytes).toBeGreaterThan(1_200_000);
  });

  it('is kept for a flow that reads nothing of it, in as many parts as it takes', async () => {
    const told = await run('unread', fetch('/text'));
    expect(told.status).toBe('succeeded');
    expect(told.steps[0].output).toEqual({});
    const { text, parts } = await whole(told.id, 'fetch');
    expect(JSON.parse(text).body).toBe(bodies['/text']);
    expect(parts).toBe(Math.ceil(text.length / 1_000_000));
  });

  it('of each round of a loop is kept for itself', async () => {
    const told = await run(
      'rounds',
      `- id: lines
  forEach: [/list, /text]
  as: path
  do:
    - { id: fetch, use: http.request, with: { url: "ADDRESS{{ $path }}" } }
- { id: done, stop: succeeded, output: { of: "{{ $lines.results.status }}" } }`,
    );
    expect(told.output).toEqual({ of: [200, 200] });
    expect(JSON.parse((await whole(told.id, 'lines[0]/fetch')).text).body).toEqual(bodies['/list']);
    expect(JSON.parse((await whole(told.id, 'lines[1]/fetch')).text).body).toBe(bodies['/text']);
  });

  it('fails its step when the flow reads more of it than a step can carry, and says what', async () => {
    const told = await run(
      'greedy',
      `${fetch('/huge')}\n- { id: vars, set: { n: "{{ $fetch.body.items }}", s: "{{ $fetch.status }}" } }`,
    );
    expect(told).toMatchObject({ status: 'failed', error: { code: 'AnswerTooLarge', step: 'fetch' } });
    expect(told.error.message).toMatch(
      /^The answer has [\d]+ KB and the flow reads \$fetch\.body\.items as a whole; a step can carry 256 KB\./,
    );
    const { body } = await callApi('GET', `/api/runs/${told.id}`, {
      token: millrace.token,
      headers: { 'accept-language': 'zh' },
    });
    expect(body.steps[0].error.message).toContain('流程整体读取了 $fetch.body.items');
  });

  it('goes on whole when it is read whole and a step can carry it', async () => {
    const told = await run(
      'middle',
      `${fetch('/middle')}\n- { id: vars, set: { n: "{{ $length($string($fetch)) }}" } }`,
    );
    expect(told.status).toBe('succeeded');
    expect(told.steps[0].output.body).toEqual(bodies['/middle']);
    expect(told.steps[0].whole).toBeUndefined();
  });
});

describe('the whole answer', () => {
  it('hides the signatures of callbacks also where its parts and its beginning are cut', async () => {
    const signed = `r${'0'.repeat(40)}.${'f'.repeat(40)}`;
    const told = await run(
      'signed',
      `${fetch('/list')}
- id: rows
  forEach: "{{ $fetch.body.items }}"
  atMost: 10000
  do:
    - { id: keep, set: { name: "{{ $item.name }}", text: "${`${signed} `.repeat(30)}" } }
- { id: done, set: { names: "{{ $count($rows.results.name) }}" } }`,
      'standard',
    );
    expect(told.error).toBeUndefined();
    const rows = told.steps.find(({ id }: { id: string }) => id === 'rows');
    expect(rows.whole.bytes).toBeGreaterThan(2_000_000);
    expect(rows.whole.beginning).not.toMatch(/f{4}/);
    const { text, parts } = await whole(told.id, 'rows');
    expect(JSON.parse(text).results).toHaveLength(1000);
    expect(parts).toBeGreaterThan(1);
    expect(text).not.toMatch(/f{4}/);
  });

  it('is for those who are signed in, and only where there is one', async () => {
    const told = await run('part', fetch('/middle'));
    expect(told.steps[0]).toMatchObject({ output: {}, whole: { bytes: expect.any(Number) } });
    const address = (id: string, path: string) => `/api/runs/${id}/output?path=${path}`;
    expect((await callApi('GET', address(told.id, 'fetch'))).status).toBe(401);
    for (const [id, path] of [
      [told.id, 'other'],
      [`r${'0'.repeat(40)}`, 'fetch'],
    ] as const) {
      const refused = await millrace.api('GET', address(id, path));
      expect([refused.status, refused.body.error.code]).toEqual([404, 'noStepOutput']);
    }
  });
});
