import { pause } from '#test/support/server.ts';
import type { ChaosFlow } from './chaos-flow.ts';

/** An event that the server said it took. */
export interface Accepted {
  flow: ChaosFlow;
  /** Id of the event. */
  event: string;
  n: number;
  /** When it was first sent, and when the server had said that it took it; milliseconds since 1970. */
  sentAt: number;
  takenAt: number;
}

const connections = 24;

/**
 * Sends events at `rate` a second until `until` (milliseconds since 1970), spread over the flows, as vendors do: each
 * again and again under its own id until it is taken. Resolves when every event sent has been.
 */
export async function send(
  hooks: readonly { flow: ChaosFlow; url: string }[],
  rate: number,
  until: number,
): Promise<{ accepted: Accepted[]; unexpected: string[] }> {
  const accepted: Accepted[] = [];
  const unexpected: string[] = [];
  const begin = Date.now();
  let next = 0;

  async function worker(): Promise<void> {
    for (;;) {
      const index = next++;
      const due = begin + (index / rate) * 1000;
      if (due > until || Date.now() > until) return;
      if (due > Date.now()) await pause(due - Date.now());
      const { flow, url } = hooks[index % hooks.length]!;
      const n = Math.floor(index / hooks.length);
      const key = `e${index}`;
      const sentAt = Date.now();
      const answer = await untilTaken(url, key, n);
      if (flow.answers && answer.status === 200) {
        const { output } = flow.expected(n);
        if (JSON.stringify(answer.body) !== JSON.stringify(output)) {
          unexpected.push(`${flow.id} ${n} was answered ${JSON.stringify(answer.body)}`);
        }
      } else if (answer.status !== 202) unexpected.push(`${flow.id} ${n} was answered ${answer.status}`);
      accepted.push({ flow, event: `core:${flow.id}:${key}`, n, sentAt, takenAt: Date.now() });
    }
  }
  await Promise.all(Array.from({ length: connections }, worker));
  return { accepted, unexpected };
}

async function untilTaken(url: string, key: string, n: number): Promise<{ status: number; body: unknown }> {
  for (;;) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'webhook-id': key },
        body: JSON.stringify({ n }),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await answer.text();
      if (answer.status < 300) return { status: answer.status, body: JSON.parse(text) };
      if (answer.status !== 503 && answer.status !== 429) return { status: answer.status, body: text };
    } catch {
      // The server is down, or was killed before it answered.
    }
    await pause(150);
  }
}
