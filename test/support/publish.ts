import type { TestServer } from './server.ts';
import { eventually } from './server.ts';

export interface Published {
  id: string;
  version: number;
  hooks: { trigger: string; url: string }[];
}

/** Creates a flow, given as YAML, or saves it over its latest revision. */
export async function saveFlow(server: Pick<TestServer, 'api'>, source: string): Promise<string> {
  const id = /^id: (.+)$/m.exec(source)?.[1] ?? '';
  const latest = await server.api<{ revision: number }>('GET', `/api/flows/${id}`).catch(() => undefined);
  await server.api('PUT', `/api/flows/${id}`, { source, ...(latest && { revision: latest.revision }) });
  return id;
}

/** Saves and publishes a flow, given as YAML. */
export async function publish(server: TestServer, source: string): Promise<Published> {
  const id = await saveFlow(server, source);
  return server.api<Published>('POST', `/api/flows/${id}/publish`, {});
}

/** Creates a connection, or changes its latest revision. */
export async function connect(
  server: TestServer,
  name: string,
  connector: string,
  fields: Record<string, string>,
): Promise<{ hook?: { url: string } }> {
  const latest = await server.api<{ revision: number }>('GET', `/api/connections/${name}`).catch(() => undefined);
  return server.api('PUT', `/api/connections/${name}`, { connector, fields, revision: latest?.revision ?? 0 });
}

export interface RunView {
  id: string;
  status: string;
  startedAt: string;
  input: unknown;
  error?: { code: string; message: string; step?: string };
  steps: {
    id: string;
    path: string;
    kind: string;
    status: string;
    attempts: number;
    input?: unknown;
    output?: unknown;
    error?: { code: string; message: string };
  }[];
  output?: unknown;
}

/** The flow's runs that have ended, once there are as many as `count`. */
export async function endedRuns(server: TestServer, flow: string, count: number, seconds = 20): Promise<RunView[]> {
  const ids = await eventually(async () => {
    const { items } = await server.api<{ items: RunView[] }>('GET', `/api/runs?flow=${flow}&limit=200`);
    const ended = items.filter((run) => run.status !== 'running' && run.status !== 'queued');
    return ended.length >= count ? ended.map((run) => run.id) : undefined;
  }, seconds);
  return Promise.all(ids.map((id) => server.api<RunView>('GET', `/api/runs/${id}`)));
}

export interface VerdictView {
  event: string;
  outcome: string;
  reason?: string;
  conditions: { path: string; op: string; left?: unknown; right?: unknown; result: boolean }[];
}

/** The flow's verdicts with that outcome, once there are as many as `count`. */
export function verdicts(server: TestServer, flow: string, outcome: string, count: number): Promise<VerdictView[]> {
  return eventually(async () => {
    const { items } = await server.api<{ items: VerdictView[] }>('GET', `/api/events?flow=${flow}&outcome=${outcome}`);
    return items.length >= count ? items : undefined;
  });
}
