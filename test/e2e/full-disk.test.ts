import { afterAll, expect, test } from 'vitest';
import { startVendor } from '#test/chaos/vendor.ts';
import { publish } from '#test/support/publish.ts';
import { eventually, startServer, type TestServer } from '#test/support/server.ts';

let server: TestServer | undefined;
afterAll(() => server?.stop());

const source = (url: string) => `
id: relay
name: Relay
trigger: { use: core.webhook }
steps:
  - { id: send, use: http.request, with: { method: POST, url: "${url}/relay", body: { n: "{{ $trigger.body.n }}" } } }
`;

test('a full disk is told at the door, and what was accepted before is kept', { timeout: 240_000 }, async () => {
  const vendor = await startVendor();
  const environment = { MILLRACE_ALLOW_ADDRESSES: vendor.host };
  server = await startServer({ environment });
  const { data } = server;
  const hook = new URL((await publish(server, source(vendor.url))).hooks[0]!.url).pathname;
  await server.stop();

  server = await startServer({ data, environment, longestFile: 3000 });
  const accepted: number[] = [];
  const refused: { status: number; retryAfter: string | null; body: unknown }[] = [];
  for (let n = 100; n < 200 && refused.length < 5; n++) {
    const answer = await fetch(`${server.url}${hook}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'webhook-id': `e${n}` },
      body: JSON.stringify({ n, padding: 'x'.repeat(150_000) }),
    });
    const body = await answer.json();
    if (answer.status === 202) accepted.push(n);
    else refused.push({ status: answer.status, retryAfter: answer.headers.get('retry-after'), body });
  }
  expect(accepted.length).toBeGreaterThan(3);
  expect(refused).toHaveLength(5);
  for (const answer of refused) {
    expect(answer).toMatchObject({ status: 503, retryAfter: '2', body: { error: { code: 'notAccepted' } } });
  }
  expect(server.output()).toContain('could not be written');
  await server.stop('SIGKILL');

  server = await startServer({ data, environment });
  await eventually(() => accepted.every((n) => vendor.taken.has(`/relay {"n":${n}}`)) || undefined, 120);
  expect([...vendor.taken.values()].every((keys) => keys.size === 1)).toBe(true);
  await vendor.close();
});
