import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileText } from '#flows/compiler/compile-text.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Json } from '#flows/language/json.ts';
import { exampleEvent, fillTemplate, type Template, template } from '#flows/templates/template.ts';
import { dryRun } from '#flows/trial/dry-run.ts';
import { connect, endedRuns, publish, type RunView, verdicts } from '#test/support/publish.ts';
import { type Received, startReceiver } from '#test/support/receiver.ts';
import { startServer, type TestServer } from '#test/support/server.ts';

const folder = join(import.meta.dirname, '../../flows/templates');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

let server: TestServer;
let vendors: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  vendors = await startReceiver();
  server = await startServer({ environment: { MILLRACE_ALLOW_ADDRESSES: vendors.host } });
});
afterAll(async () => {
  await server?.stop();
  await vendors?.close();
});

/** Each connection's vendor lives below its own first path segment. */
function fields(connector: string, connection: string): Record<string, string> {
  const url = `${vendors.url}/${connection}`;
  if (connector === 'jira') return { site: url, email: 'bot@example.com', apiToken: 'token' };
  if (connector === 'http') return { scheme: 'bearer', baseUrl: url, secret: 'token' };
  return { webhookUrl: `${url}/send` };
}

const connectionOf = (request: Received): string => request.path.split('/')[1] ?? '';

function expected(about: Template, connection: string) {
  return about.example.requests.filter((request) => request.connection === connection);
}

/** A dry run with the same event and answers tells the same steps. */
async function isPlayedDryAlike(source: string, { steps, input, startedAt, output }: RunView): Promise<void> {
  const { flow, compiled } = compileText(source, 'yaml', { catalogue });
  const answers = steps.filter((step) => step.kind === 'action' && step.output !== undefined);
  const chosen = Object.fromEntries(answers.map((step) => [step.path, { output: step.output as Json }]));
  const now = Date.parse(startedAt);
  const trigger = input as Json;
  const dry = await dryRun({ flow: flow!, compiled: compiled!, catalogue, trigger, env: {}, pins: {}, chosen, now });
  const essence = ({
    path,
    status,
    input,
    output,
  }: Pick<RunView['steps'][number], 'path' | 'status' | 'input' | 'output'>) => ({
    path,
    status,
    input,
    output,
  });
  expect(dry.steps.map(essence)).toEqual(steps.map(essence));
  expect(dry.output).toEqual(output);
}

test.each(names)('%s does what its example says', async (name) => {
  const about = template.parse(parse(readFileSync(join(folder, name, 'template.yaml'), 'utf8')));
  const values: Record<string, string> = {};
  for (const parameter of about.parameters) {
    if (parameter.kind !== 'connection') continue;
    values[parameter.name] = `${name}-${parameter.default}`;
    await connect(
      server,
      values[parameter.name]!,
      parameter.connector!,
      fields(parameter.connector!, values[parameter.name]!),
    );
  }
  const full = (connection: string): string => `${name}-${connection}`;
  const seen = new Map<string, number>();
  vendors.answerWith((request) => {
    const connection = connectionOf(request);
    const count = seen.get(connection) ?? 0;
    seen.set(connection, count + 1);
    const answer = expected(about, connection.slice(name.length + 1))[count]?.answer;
    return answer ? { status: answer.status, body: answer.body } : { status: 500 };
  });

  const source = fillTemplate(readFileSync(join(folder, name, about.flows[0]!), 'utf8'), about.parameters, values);
  const { id } = await publish(server, source);
  await server.api('POST', `/api/flows/${id}/sample`, { data: exampleEvent(about, values) });
  const [run] = await endedRuns(server, id, 1);
  expect(run!.error).toBeUndefined();
  expect(run!.status).toBe('succeeded');
  await isPlayedDryAlike(source, run!);

  const got = vendors.received.filter((request) => connectionOf(request).startsWith(`${name}-`));
  expect(got).toHaveLength(about.example.requests.length);
  for (const connection of new Set(about.example.requests.map((request) => request.connection))) {
    const theirs = got.filter((request) => connectionOf(request) === full(connection));
    expected(about, connection).forEach((wanted, index) => {
      expect(theirs[index]!.method).toBe(wanted.method);
      if (wanted.path) expect(theirs[index]!.path).toBe(`/${full(connection)}${wanted.path}`);
      if (wanted.body !== undefined) expect(theirs[index]!.body).toEqual(wanted.body);
    });
  }
  if (!about.example.anyOrder) {
    expect(got.map(connectionOf)).toEqual(about.example.requests.map((request) => full(request.connection)));
  }
  if (about.example.rejected !== undefined) {
    await server.api('POST', `/api/flows/${id}/sample`, { data: about.example.rejected });
    const [verdict] = await verdicts(server, id, 'rejected', 1);
    expect(verdict!.conditions.some((condition) => !condition.result)).toBe(true);
    expect(await endedRuns(server, id, 1)).toHaveLength(1);
  }
});
