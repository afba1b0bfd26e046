import { Pool } from 'undici';

export interface Load {
  accepted: number;
  seconds: number;
  /** Milliseconds from request to answer, sorted. */
  answers: number[];
  failures: number;
}

/** An event of about 1 KB as an issue tracker sends it. */
function event(n: number): string {
  return JSON.stringify({
    ts: performance.timeOrigin + performance.now(),
    issue: {
      id: String(10_000 + n),
      key: `OPS-${n}`,
      fields: {
        summary: 'Export stops after the third page',
        description: 'The export job stops when the filter holds a date range. '.repeat(8),
        priority: { name: 'High' },
        status: { name: 'Blocked' },
        project: { key: 'OPS', name: 'Operations' },
        labels: ['export', 'regression'],
        assignee: { displayName: 'Emma Paris' },
      },
    },
    changelog: { items: [{ field: 'status', fromString: 'In Progress', toString: 'Blocked' }] },
  });
}

/** Sends events over `connections` kept-alive connections, each waiting for its answer, for `seconds` or `events`. */
export async function load(url: string, connections: number, events: number, seconds: number): Promise<Load> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const answers: number[] = [];
  let sent = 0;
  let failures = 0;
  const start = performance.now();
  async function sender(): Promise<void> {
    while (sent < events && performance.now() - start < seconds * 1000) {
      const at = performance.now();
      const { statusCode, body } = await pool.request({
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: event(sent++),
      });
      await body.dump();
      if (statusCode === 202) answers.push(performance.now() - at);
      else failures++;
    }
  }
  await Promise.all(Array.from({ length: connections }, sender));
  const took = (performance.now() - start) / 1000;
  await pool.close();
  return { accepted: answers.length, seconds: took, answers: answers.sort((a, b) => a - b), failures };
}

/** The value below which that share of the sorted values lies. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
