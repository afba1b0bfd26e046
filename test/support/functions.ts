import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '#flows/compiler/compile.ts';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { subscriptionKey } from '#flows/language/event-envelope.ts';
import { provideClients } from '#functions/aws/clients.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { bumpCatalogue } from '#functions/store/catalogue.ts';
import { type Hook, newHookKey, replaceHook } from '#functions/store/hook.ts';
import { getRun, type Run, runId } from '#functions/store/run.ts';
import { replaceSubscription, type Subscription } from '#functions/store/subscription.ts';
import { transact } from '#functions/store/table.ts';
import { writeVersion } from '#functions/store/version.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { deliverBatch } from '#infra/local/deliver-batch.ts';
import { startEventBridge } from '#infra/local/eventbridge/start-event-bridge.ts';
import { startLambda } from '#infra/local/lambda/start-lambda.ts';
import { startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';
import { startTable } from './dynoxide.ts';

const prefix = 'arn:aws:lambda:us-east-1:000000000000:function:millrace-';

/** The functions on the embedded services, without the HTTP server and the API. */
export async function startFunctions() {
  const table = await startTable();
  Object.assign(process.env, {
    MILLRACE_BUS: 'millrace',
    MILLRACE_FUNCTION_ARN: prefix,
    MILLRACE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:',
    MILLRACE_ROLE_ARN: 'arn:aws:iam::000000000000:role/millrace',
    MILLRACE_ALLOW_ADDRESSES: '127.0.0.0/8',
    AWS_LAMBDA_LOG_LEVEL: 'ERROR',
  });
  const folder = mkdtempSync(join(tmpdir(), 'millrace-functions-'));
  const report = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const [webhook, dispatch, ledger, http] = await Promise.all([
    import('#functions/webhook/handler.ts'),
    import('#functions/dispatch/handler.ts'),
    import('#functions/ledger/handler.ts'),
    import('#functions/connectors/http.ts'),
  ]);
  const handlers = { dispatch, ledger, http };
  const lambda = startLambda({
    functions: Object.fromEntries(
      Object.entries(handlers).map(([name, { handler }]) => [
        `millrace-${name}`,
        { handler: handler as never, timeoutSeconds: 60, memoryMB: 512 },
      ]),
    ),
    report,
  });
  const events = startEventBridge({
    file: join(folder, 'events.sqlite'),
    rules: [
      { name: 'events', target: 'millrace-dispatch', bus: 'millrace', source: 'millrace' },
      { name: 'ends', target: 'millrace-ledger', bus: 'default', source: 'aws.states' },
    ].map(({ name, target, bus, source }) => ({
      name,
      bus,
      pattern: { source: [source] },
      queue: name,
      target,
      batchSize: 25,
      inFlight: 4,
      maxReceives: 3,
      visibilitySeconds: 30,
    })),
    deliver: (target, records) => deliverBatch(lambda, target, records),
    report,
  });
  const states = await startStepFunctions({
    file: join(folder, 'states.sqlite'),
    invoke: (arn, payload) => lambda.invokeTask(arn, payload),
    onStatus: async (change) => {
      const Detail = JSON.stringify(change);
      await events.putAsAws([{ Source: 'aws.states', DetailType: 'Step Functions Execution Status Change', Detail }]);
    },
    report,
  });
  provideClients({ eventbridge: inProcessClient(events.operations), sfn: inProcessClient(states.operations) });

  const published = new Map<string, Subscription>();

  return {
    table,
    states,
    events,
    dispatch: dispatch.handler as unknown as (batch: object) => Promise<{ batchItemFailures: object[] }>,

    /** Publishes a flow as the API does, with a hook of its own; returns the key of the hook. */
    async publish(
      source: string,
      change: Partial<Subscription> = {},
    ): Promise<{ key: string; compiled: CompiledFlow }> {
      const { compiled, problems } = compile(source, 'yaml', { catalogue, deployment: { functionArn: prefix } });
      if (!compiled) throw new Error(JSON.stringify(problems));
      const previous = published.get(compiled.flow);
      const version = (previous?.version ?? 0) + 1;
      const machine = await states.operations.CreateStateMachine({
        name: `${compiled.flow}-${compiled.type.toLowerCase()}-${version}`,
        type: compiled.type,
        definition: JSON.stringify(compiled.definition),
        roleArn: process.env.MILLRACE_ROLE_ARN,
        publish: true,
      } as never);
      await writeVersion({
        flow: compiled.flow,
        version,
        name: compiled.flow,
        publishedAt: new Date().toISOString(),
        publishedBy: 'test',
        type: compiled.type,
        source,
        format: 'yaml',
        textHash: '',
        compiledHash: '',
        connections: compiled.connections,
      });
      const { type, filter, respond, connection } = compiled.subscription;
      const next: Subscription = {
        key: subscriptionKey(type, type.startsWith('core.') ? compiled.flow : (connection ?? '')),
        flow: compiled.flow,
        name: compiled.flow,
        version,
        state: 'on',
        machine: machine.stateMachineVersionArn as string,
        type: compiled.type,
        deadline: compiled.deadline,
        ...(filter !== undefined && { filter }),
        respond,
        skipHolidays: compiled.schedule?.skipHolidays ?? false,
        ...change,
      };
      const hook: Hook = {
        key: newHookKey(),
        connector: 'core',
        flow: compiled.flow,
        ...(connection && { connection }),
      };
      await transact([...replaceSubscription(previous, next), ...replaceHook(undefined, hook), bumpCatalogue()]);
      published.set(compiled.flow, next);
      return { key: hook.key, compiled };
    },

    /** Sends a request to a hook as the HTTP server does. */
    post(key: string, body: unknown, extra: { headers?: Record<string, string>; method?: string } = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const event: HttpEvent = {
        rawPath: `/hooks/${key}`,
        rawQueryString: '',
        headers: { 'content-type': 'application/json', ...extra.headers },
        requestContext: { http: { method: extra.method ?? 'POST', sourceIp: '127.0.0.1' } },
        body: text,
        isBase64Encoded: false,
      };
      return (webhook.handler as unknown as (event: HttpEvent, context: object) => Promise<HttpResult>)(event, {});
    },

    /** The run of an event once it has ended. */
    async ended(flow: string, event: string): Promise<Run> {
      for (let i = 0; i < 500; i++) {
        const run = await getRun(runId(flow, event));
        if (run?.endedAt) return run;
        await new Promise((later) => setTimeout(later, 20));
      }
      throw new Error(`The run of ${flow} for ${event} did not end.`);
    },

    async stop() {
      await events.stop();
      await states.stop();
      await lambda.stop();
      await table.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
