import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { publish } from '#test/support/publish.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { eventually, startServer, type TestServer } from '#test/support/server.ts';

/** `MILLRACE_TEST_EVENTS=1000` runs the long form. */
const events = Number(process.env.MILLRACE_TEST_EVENTS ?? 200);
const connections = 20;
const kills = 2;

let server: TestServer | undefined;
afterAll(() => server?.stop());

const source = (url: string) => `
id: relay
name: Relay
trigger: { use: core.webhook, when: { left: "{{ $trigger.body.n % 2 }}", op: equals, right: 0 } }
steps:
  - { id: send, use: http.request, with: { method: POST, url: "${url}/message", body: { n: "{{ $trigger.body.n }}" } } }
`;

test(`kill -9 in the middle of ${events} events loses none and repeats no message but the ones under way`, async () => {
  // Half of the messages are under way when the server dies.
  const chat = await startReceiver((_request, count) => ({ after: count % 2 === 0 ? 30 : 0 }));
  const data = mkdtempSync(join(tmpdir(), 'millrace-crash-'));
  const environment = { MILLRACE_ALLOW_ADDRESSES: chat.host };
  server = await startServer({ data, environment });
  const port = Number(new URL(server.url).port);
  const hook = (await publish(server, source(chat.url))).hooks[0]!.url;

  const accepted = new Set<number>();
  let next = 0;
  let killing: Promise<void> = Promise.resolve();
  const killAt = new Set(Array.from({ length: kills }, (_, index) => Math.floor((events * (index + 1)) / (kills + 1))));

  async function killAndRestart(): Promise<void> {
    await server!.stop('SIGKILL');
    server = await startServer({ data, port, environment });
  }

  async function sender(): Promise<void> {
    while (next < events) {
      const n = next++;
      if (killAt.delete(n)) killing = killAndRestart();
      // The sender of a real webhook tries again until it is told 202; the id makes the tries one event.
      await eventually(async () => {
        try {
          const answer = await fetch(hook, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'webhook-id': `e${n}` },
            body: JSON.stringify({ n }),
          });
          return answer.status === 202 ? true : undefined;
        } catch {
          return undefined;
        }
      }, 60);
      accepted.add(n);
    }
  }
  await Promise.all(Array.from({ length: connections }, sender));
  await killing;

  const matching = [...accepted].filter((n) => n % 2 === 0).length;
  const runs = await eventually(async () => {
    const found: { id: string; status: string; event: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await server!.api<{ items: typeof found; next?: string }>(
        'GET',
        `/api/runs?flow=relay&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      found.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return found.length >= matching && found.every((run) => run.status === 'succeeded') ? found : undefined;
  }, 90);
  expect(accepted.size).toBe(events);
  expect(runs).toHaveLength(matching);
  expect(new Set(runs.map((run) => run.event)).size).toBe(matching);

  // A message that was on its way when the server died may come twice, under the same key; nothing else may.
  const byKey = new Map<string, number>();
  for (const { headers } of chat.received) {
    const key = String(headers['idempotency-key']);
    byKey.set(key, (byKey.get(key) ?? 0) + 1);
  }
  expect(byKey.size).toBe(matching);
  const repeated = [...byKey.values()].filter((times) => times > 1).length;
  expect(repeated).toBeLessThanOrEqual(connections * kills * 2);
  expect(Math.max(...byKey.values())).toBeLessThanOrEqual(1 + kills);
  await chat.close();
}, 240_000);
