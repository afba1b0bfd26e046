import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { getRun, type Run, runId } from '#functions/store/run.ts';
import { handler as webhook } from '#functions/webhook/handler.ts';
import type { FaultPlan } from '#infra/local/faults/faults.ts';
import type { startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';
import { startPlatformForTest } from './platform.ts';

/** The whole product in this process, with what tests of single functions ask of it. */
export async function startFunctions(faults?: FaultPlan) {
  const { platform, api, stop } = await startPlatformForTest(Date.now(), faults);

  async function call(method: string, url: string, body?: Parameters<typeof api>[2]) {
    const answer = await api(method, url, body);
    if (answer.status >= 400) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  return {
    api: call,
    stop,
    store: platform.store,
    states: platform.operations.states as Awaited<ReturnType<typeof startStepFunctions>>['operations'],

    /** Saves and publishes a flow; `key` is that of its webhook address, if it has one. */
    async publish(source: string): Promise<{ key: string; type: string }> {
      const id = /^id: (.+)$/m.exec(source)?.[1] ?? '';
      const before = await api('GET', `/api/flows/${id}`);
      await call('PUT', `/api/flows/${id}`, { source, revision: before.body.revision ?? 0 });
      const { hooks } = await call('POST', `/api/flows/${id}/publish`, {});
      const { type } = await call('GET', `/api/flows/${id}`);
      return { key: keyOf(hooks[0]), type };
    },

    /** Makes a connection; answers the key of its webhook address, if it has one. */
    async connect(name: string, connector: string, fields: Record<string, string>): Promise<string> {
      const before = await api('GET', `/api/connections/${name}`);
      const body = { connector, fields, revision: before.body.revision ?? 0 };
      return keyOf((await call('PUT', `/api/connections/${name}`, body)).hook);
    },

    /** Sends a request to a hook as the HTTP server does. */
    post(
      key: string,
      body: unknown,
      { headers = {}, method = 'POST' }: { headers?: Record<string, string>; method?: string } = {},
    ): Promise<HttpResult> {
      const event: HttpEvent = {
        rawPath: `/hooks/${key}`,
        rawQueryString: '',
        headers: { 'content-type': 'application/json', ...headers },
        requestContext: { http: { method, sourceIp: '127.0.0.1' } },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        isBase64Encoded: false,
      };
      return webhook(event, {} as never);
    },

    /** How many executions of a run are kept: those of EXPRESS until they end. */
    executions(run: string): number {
      const counted = platform.store.database.prepare('SELECT count(*) AS n FROM executions WHERE name LIKE ?');
      return counted.get(`${run}%`)?.n as number;
    },

    /** The run of an event once it has ended. */
    async ended(flow: string, event: string, seconds = 10): Promise<Run> {
      for (let i = 0; i < seconds * 50; i++) {
        const run = await getRun(runId(flow, event));
        if (run?.endedAt) return run;
        await new Promise((later) => setTimeout(later, 20));
      }
      throw new Error(`The run of ${flow} for ${event} did not end.`);
    },
  };
}

function keyOf(hook: { url: string } | undefined): string {
  return hook?.url.split('/').at(-1) ?? '';
}
