import { randomUUID } from 'node:crypto';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Vendor } from './vendor.ts';

const sample = catalogue.jira!.triggers.issueUpdated!.sampleRequest!;
const atOnce = 20;

/**
 * Sends each run that asked the event it waits for, at the address of a Jira connection, again and again as a new event
 * until the run says that it came: one that comes before the run waits, or while the server is down, counts for nothing.
 */
export function startReplies(vendor: Vendor, hook: string): { stop(): void } {
  const timer = setInterval(() => {
    // Those that were tried go to the back.
    for (const n of [...vendor.asking].slice(0, atOnce)) {
      vendor.asking.delete(n);
      vendor.asking.add(n);
      void reply(hook, n);
    }
    for (const [n, link] of [...vendor.links].slice(0, atOnce)) {
      vendor.links.delete(n);
      vendor.links.set(n, link);
      void answer(vendor, n, link);
    }
  }, 1000);
  return { stop: () => clearInterval(timer) };
}

/** Answers at a run's own address until the server says that this or an earlier try was taken. */
async function answer(vendor: Vendor, n: number, link: string): Promise<void> {
  try {
    const { status } = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ n }),
      signal: AbortSignal.timeout(20_000),
    });
    if (status === 200 || status === 409) vendor.links.delete(n);
  } catch {
    // The server is down; the next round tries again.
  }
}

async function reply(hook: string, n: number): Promise<void> {
  const body = structuredClone(sample.body) as { issue: { key: string } };
  body.issue.key = `A-${n}`;
  try {
    const answer = await fetch(hook, {
      method: 'POST',
      headers: { ...sample.headers, 'x-atlassian-webhook-identifier': randomUUID() },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    await answer.arrayBuffer();
  } catch {
    // The server is down; the next round sends another.
  }
}
