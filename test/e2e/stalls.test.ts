import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endedRuns, publish, type RunView, verdicts } from '#test/support/publish.ts';
import { eventually, startServer, type TestServer } from '#test/support/server.ts';
import { stallDuring } from '#test/support/stall.ts';

/*
 * What people write into flows, and what senders put into events, never holds up the server: the longest answer of
 * /api/health, asked every 20 ms, stays under a quarter of a second.
 */
const longestAnswer = 250;

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const endless = '($f := function() { $f() }; $f())';
const flow = (id: string, steps: string[], trigger = '{ use: core.webhook }') =>
  `id: ${id}\nname: ${id}\ntrigger: ${trigger}\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;
const set = (id: string, expression: string) =>
  `{ id: ${id}, set: { value: "{{ ${expression.replaceAll('"', '\\"')} }}" } }`;
const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function hook(source: string): Promise<string> {
  return (await publish(server, source)).hooks[0]!.url;
}

/** Starts a flow, waits for its end and looks at it. */
async function play(source: string, body: unknown = {}): Promise<{ stall: number; run: RunView }> {
  const id = /^id: (.+)$/m.exec(source)![1]!;
  const url = await hook(source);
  let run: RunView | undefined;
  const stall = await stallDuring(server, async () => {
    expect((await post(url, body)).status).toBe(202);
    [run] = await endedRuns(server, id, 1, 100);
  });
  return { stall, run: run! };
}

describe('an expression', () => {
  const cases: [string, string, string, string?][] = [
    [
      'that looks for a long text in a long one',
      '$contains($pad("", 1040000, "a"), $pad("", 1000, "a") & "b" & $pad("", 520000, "a"))',
      'succeeded',
    ],
    ['that searches again and again', '$count($match($pad("", 50000, "ab"), /a(?:.*c)?/))', 'failed'],
    [
      'that splits at a long text',
      '$count($split($pad("", 900000, "a"), $pad("", 1000, "a") & "b" & $pad("", 400000, "a")))',
      'succeeded',
    ],
    [
      'that takes what stands before a long text',
      '$length($substringBefore($pad("", 900000, "a"), $pad("", 1000, "a") & "b" & $pad("", 400000, "a")))',
      'succeeded',
    ],
    [
      'that replaces a long text',
      '$length($replace($pad("", 900000, "a"), $pad("", 1000, "a") & "b" & $pad("", 400000, "a"), "x"))',
      'succeeded',
    ],
    ['that wants a time with very many digits', '$fromMillis(0, "[Y,100000000]")', 'failed', 'two digits'],
    ['that never ends', endless, 'failed', 'infinite loop'],
    ['that hands a list to a function again and again', '$count($reduce([1..100000], $append))', 'failed'],
    ['that sorts very much', '$count([1..100000]^(>$))', 'failed'],
    ['that fails with a very long message', '$error($pad("", 1000000, "x"))', 'failed', 'xxx'],
  ];
  test.each(cases)('%s', async (name, expression, status, says) => {
    const id = name.replaceAll(' ', '-').slice(0, 40);
    const { stall, run } = await play(flow(id, [set('one', expression)]));
    expect(run.status).toBe(status);
    if (status === 'failed') expect(run.error).toMatchObject({ code: 'ExpressionFailed', step: 'one' });
    if (says) expect(run.error!.message).toContain(says);
    expect(stall).toBeLessThan(longestAnswer);
  });
});

describe('a run, and who looks at it,', () => {
  const tries = Array.from({ length: 10 }, (_, n) => `{ id: t${n}, try: [${set(`s${n}`, endless)}], catch: [] }`);
  const each = `{ id: lines, forEach: "{{ [1..40] }}", as: item, onItemError: continue, do: [${set('in', `${endless} & $item`)}] }`;
  const many = Array.from({ length: 3000 }, (_, n) =>
    n % 2 === 0 ? set(`s${n}`, '$trigger.body.n') : `{ id: s${n}, set: { value: "{{ $s${n - 1}.value }}" } }`,
  );
  const cases: [string, string[], string][] = [
    ['with ten tries that never end', tries, 'succeeded'],
    ['with a loop of forty items that never end', [each], 'succeeded'],
    ['with three thousand steps', many, 'succeeded'],
  ];
  test.each(cases)('%s', async (name, steps, status) => {
    const { stall, run } = await play(flow(name.replaceAll(' ', '-').slice(0, 40), steps), { n: 1 });
    expect(run.status).toBe(status);
    expect(run.steps.length).toBeGreaterThan(1);
    expect(stall).toBeLessThan(longestAnswer);
  });
});

describe('a sender without any sign-in', () => {
  test('whose fields a condition compares with each other', async () => {
    const when = '{ left: "{{ $trigger.body.text }}", op: contains, right: "{{ $trigger.body.part }}" }';
    const url = await hook(flow('compares', [set('one', '1')], `{ use: core.webhook, when: ${when} }`));
    const body = { text: 'a'.repeat(160_000), part: `${'a'.repeat(500)}b${'a'.repeat(80_000)}` };
    const stall = await stallDuring(server, async () => {
      const answers = await Promise.all([1, 2, 3].map(() => post(url, body)));
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
      await verdicts(server, 'compares', 'rejected', 3);
    });
    expect(stall).toBeLessThan(longestAnswer);
  });

  test('whose text a condition searches', async () => {
    const when = `{ left: "{{ $replace($trigger.body.html, /<!--(?:.*?-->)?/, '') }}", op: contains, right: "x" }`;
    const url = await hook(flow('searches', [set('one', '1')], `{ use: core.webhook, when: ${when} }`));
    const stall = await stallDuring(server, async () => {
      expect((await post(url, { html: '<!--'.repeat(10_240) })).status).toBe(202);
      const [verdict] = await verdicts(server, 'searches', 'rejected', 1);
      expect(verdict!.conditions[0]).toMatchObject({ result: false, error: expect.stringContaining('too') });
    });
    expect(stall).toBeLessThan(longestAnswer);
  });

  test('who names one field of a form again and again', async () => {
    const when = '{ left: "{{ $trigger.body.kind }}", op: equals, right: order }';
    const url = await hook(flow('repeats', [set('one', '1')], `{ use: core.webhook, when: ${when} }`));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const stall = await stallDuring(server, async () => {
      expect((await fetch(url, { method: 'POST', headers, body: 'a=1&'.repeat(60_000) })).status).toBe(202);
      await verdicts(server, 'repeats', 'rejected', 1);
    });
    expect(stall).toBeLessThan(longestAnswer);
  });
});

describe('an editor', () => {
  const small = Array.from({ length: 330_000 }, () => ({}));
  test.each([
    ['who pins what is too large', 'PUT', '/api/flows/handed/pins/one', { output: small }, 413],
    ['who pins what fits', 'PUT', '/api/flows/handed/pins/one', { output: small.slice(0, 80_000) }, 200],
    ['who runs a flow with a megabyte', 'POST', '/api/flows/handed/run', { input: small }, 413],
  ] as const)('%s', async (_, method, path, body, status) => {
    await publish(server, flow('handed', [set('one', '1')], '{ use: core.manual }'));
    const text = JSON.stringify(body);
    const stall = await stallDuring(server, async () => {
      const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}${path}`, { method, headers, body: text });
      expect(answer.status).toBe(status);
    });
    expect(stall).toBeLessThan(longestAnswer);
  });
});

test('who lists pins that are as many small values as may be', async () => {
  await publish(server, flow('full', [set('one', '1')], '{ use: core.manual }'));
  const output = Array.from({ length: 85_000 }, () => ({}));
  for (let n = 0; n < 8; n++) await server.api('PUT', `/api/flows/full/pins/s${n}`, { output });
  const stall = await stallDuring(server, async () => {
    const { items } = await server.api<{ items: unknown[] }>('GET', '/api/flows/full/pins');
    expect(items).toHaveLength(8);
  });
  expect(stall).toBeLessThan(longestAnswer);
});

test('a hundred that never end delay a harmless one by less than a second', async () => {
  const bad = await hook(flow('endless', [set('one', endless)]));
  const worse = await hook(
    flow('never', [set('one', '1')], `{ use: core.webhook, when: { expr: "{{ ${endless} = 1 }}" } }`),
  );
  const good = await hook(flow('harmless', [set('one', '$uppercase($trigger.body.text)')]));
  const alone = await timed(() => post(good, { text: 'a' }), 1);
  const stall = await stallDuring(server, async () => {
    const flood = Array.from({ length: 100 }, (_, n) => post(n % 2 === 0 ? bad : worse, {}));
    await Promise.all(flood);
    const among = await timed(() => post(good, { text: 'b' }), 2);
    expect(among - alone).toBeLessThan(1000);
    await ended('endless', 50);
  });
  expect(stall).toBeLessThan(longestAnswer);
});

/** Resolves when so many runs of a flow have ended. */
function ended(id: string, count: number): Promise<true> {
  return eventually(async () => {
    const { items } = await server.api<{ items: RunView[] }>('GET', `/api/runs?flow=${id}&status=failed&limit=200`);
    return items.length >= count ? true : undefined;
  }, 110);
}

/** Milliseconds until the harmless flow has so many ended runs. */
async function timed(begin: () => Promise<unknown>, runs: number): Promise<number> {
  const since = performance.now();
  await begin();
  await eventually(async () => {
    const { items } = await server.api<{ items: RunView[] }>('GET', '/api/runs?flow=harmless&status=succeeded');
    return items.length >= runs ? true : undefined;
  }, 60);
  return performance.now() - since;
}

test('what was under way at a kill does not hold up the next start', async () => {
  const tries = Array.from({ length: 5 }, (_, n) => `{ id: t${n}, try: [${set(`s${n}`, endless)}], catch: [] }`);
  const steps = [...tries, set('last', endless)];
  const url = await hook(flow('cut-off', steps));
  await Promise.all(Array.from({ length: 10 }, () => post(url, {})));
  await eventually(async () => {
    const { items } = await server.api<{ items: RunView[] }>('GET', '/api/runs?flow=cut-off');
    return items.length === 10 ? true : undefined;
  });
  const { data } = server;
  await server.stop('SIGKILL');
  const since = performance.now();
  server = await startServer({ data });
  expect(performance.now() - since).toBeLessThan(10_000);
  const stall = await stallDuring(server, () => ended('cut-off', 10));
  expect(stall).toBeLessThan(longestAnswer);
});
