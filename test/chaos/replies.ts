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
  }, 1000);
  return { stop: () => clearInterval(timer) };
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
