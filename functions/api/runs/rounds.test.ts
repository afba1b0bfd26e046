import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { startReceiver } from '#test/support/receiver.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const posted: string[] = [];

const many = 10_000;
/** Enough that their results do not go from state to state. */
const few = 2000;

beforeAll(async () => {
  [millrace, receiver] = await Promise.all([
    startPlatformForTest(),
    startReceiver(({ path }) => {
      if (path === '/list' || path === '/few') {
        // More than goes from state to state: 2 MB, and 400 KB.
        const length = path === '/few' ? few : many;
        return { body: { name: 'n', items: Array.from({ length }, (_, n) => ({ n, text: 'x'.repeat(180) })) } };
      }
      posted.push(path);
      return path.endsWith('/bad')
        ? { status: 404, body: { gone: true } }
        : { body: { told: Number(path.slice(3)), more: 'y'.repeat(150) } };
    }),
  ]);
}, 60_000);
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

/** Publishes steps in which ADDRESS is the receiver's, runs them to the end, and returns the run. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
async function run(id: string, steps: string, input: JsonObject = {}): Promise<any> {
  const source = `id: ${id}\nname: ${id}\ntype: standard\ntrigger: { use: core.manual }\nsteps:\n${steps.replace(/^/gm, '  ').replaceAll('ADDRESS', receiver.url)}\n`;
  await millrace.api('PUT', `/api/flows/${id}`, { source });
  const published = await millrace.api('POST', `/api/flows/${id}/publish`, {});
  expect(published.body.error).toBeUndefined();
  const started = await millrace.api('POST', `/api/flows/${id}/run`, { input });
  const address = `/api/runs/${started.body.run}`;
  await expect
    .poll(async () => (await millrace.api('GET', '/api/runs?limit=1')).body.items[0]?.endedAt, {
      timeout: 120_000,
      interval: 500,
    })
    .toBeTruthy();
  return (await millrace.api('GET', address)).body;
}

const loop = (more = '') => `- { id: fetch, use: http.request, with: { url: "ADDRESS/list" } }
- id: lines
  forEach: "{{ $fetch.body.items }}"
  atMost: ${many}
  concurrency: 40
  ${more}
  do:
    - { id: odd, if: { left: "{{ $item.n % 2 }}", op: equals, right: 1 }, then: [{ id: note, set: { n: "{{ $item.n }}" } }] }
    - { id: tell, use: http.request, with: { method: POST, url: "ADDRESS/t/{{ $item.n }}", body: "{{ $item }}" } }`;

describe('a loop over thousands of items that are too large to go from state to state', () => {
  it('runs each once, gives its results in order, and tells its rounds in pages', async () => {
    const told = await run(
      'many',
      `${loop()}\n- { id: total, set: { count: "{{ $count($lines.results) }}", told: "{{ $lines.results.body.told }}" } }`,
    );
    expect(told.error).toBeUndefined();
    expect(told.status).toBe('succeeded');
    expect(posted).toHaveLength(many);
    const [fetch, lines, sum, ...rest] = told.steps;
    expect(rest).toEqual([]);
    expect(JSON.stringify(fetch.output).length).toBeLessThan(1000);
    expect(sum.output).toEqual({ count: many, told: Array.from({ length: many }, (_, n) => n) });
    expect(lines).toMatchObject({ status: 'succeeded', rounds: { count: many, shown: 0 } });
    expect(lines.output.results[1]).toEqual({ body: { told: 1 } });
    const page = await millrace.api('GET', `/api/runs/${told.id}/rounds?path=lines&from=1000&limit=2`);
    expect(page.body).toMatchObject({ rounds: many, next: 1002 });
    expect(page.body.steps.map((step: { path: string; status: string }) => `${step.path} ${step.status}`)).toEqual([
      'lines[1000]/odd succeeded',
      'lines[1000]/note skipped',
      'lines[1000]/tell succeeded',
      'lines[1001]/odd succeeded',
      'lines[1001]/note succeeded',
      'lines[1001]/tell succeeded',
    ]);
    expect(page.body.steps[3].output.conditions[0]).toMatchObject({ left: 1, right: 1, result: true });
    expect(page.body.steps[5]).toMatchObject({
      input: { url: `${receiver.url}/t/1001` },
      output: { body: { told: 1001 } },
    });
    const last = await millrace.api('GET', `/api/runs/${told.id}/rounds?path=lines&from=${many - 1}`);
    expect([last.body.next, last.body.steps.length]).toEqual([undefined, 3]);
    for (const path of ['fetch', 'none', 'lines[1]/none']) {
      expect((await millrace.api('GET', `/api/runs/${told.id}/rounds?path=${path}`)).status).toBe(404);
    }
  }, 150_000);

  it('ends with the error of the item that failed', async () => {
    const told = await run(
      'fails',
      `- id: lines
  forEach: "{{ $trigger.items }}"
  atMost: 5000
  do: [{ id: tell, use: http.request, with: { url: "ADDRESS/t/{{ $item }}" } }]`,
      { items: [1, 'bad', 3] },
    );
    expect(told).toMatchObject({ status: 'failed', error: { code: 'NotFound', step: 'tell' } });
    expect(told.steps[0]).toMatchObject({
      path: 'lines',
      status: 'failed',
      error: { code: 'NotFound' },
      rounds: { count: 3 },
    });
    const { body } = await millrace.api('GET', `/api/runs/${told.id}/rounds?path=lines`);
    expect(body.steps.map((step: { path: string; status: string }) => `${step.path} ${step.status}`)).toEqual([
      'lines[0]/tell succeeded',
      'lines[1]/tell failed',
    ]);
  }, 60_000);

  it('goes on after errors when it says so, and names the rounds that failed', async () => {
    const told = await run(
      'goes-on',
      `- id: lines
  forEach: "{{ $trigger.items }}"
  atMost: 5000
  onItemError: continue
  do: [{ id: tell, use: http.request, with: { url: "ADDRESS/t/{{ $item }}" } }]
- { id: total, set: { errors: "{{ $lines.results.error.code }}" } }`,
      { items: [1, 'bad', 3] },
    );
    expect(told.status).toBe('succeeded');
    expect(told.steps[0].rounds).toEqual({ count: 3, shown: 0, failed: { count: 1, first: [1] } });
    expect(told.steps[1].output).toEqual({ errors: 'NotFound' });
  }, 60_000);

  it('ends with a sentence on entry when there are more items than it may have, and makes no call', async () => {
    posted.length = 0;
    const told = await run(
      'too-many',
      loop()
        .replace(`atMost: ${many}`, `atMost: ${many - 1}`)
        .replace('concurrency: 40', 'concurrency: 1'),
    );
    expect(told).toMatchObject({ status: 'failed', error: { code: 'InvalidInput', step: 'lines' } });
    expect(told.error.message).toContain(`has ${many} items and takes at most ${many - 1}`);
    expect(posted).toEqual([]);
  }, 60_000);

  it('says which field of the results was too large for what reads it', async () => {
    const steps = loop().replace('ADDRESS/list', 'ADDRESS/few');
    const told = await run('too-large', `${steps}\n- { id: all, set: { all: "{{ $lines.results }}" } }`);
    expect(told).toMatchObject({ status: 'failed', error: { code: 'InvalidInput', step: 'lines' } });
    expect(told.error.message).toContain('reads $lines.results as a whole');
  }, 150_000);
});
