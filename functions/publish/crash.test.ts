import { randomUUID } from 'node:crypto';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { readFlow, readHead } from '#functions/store/flow.ts';
import { subscriptionOfFlow } from '#functions/store/subscription.ts';
import { flowsUsing } from '#functions/store/uses.ts';
import { newestVersion } from '#functions/store/version.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { openIntents } from './intent.ts';
import { publish } from './publish.ts';
import { reconcile } from './reconcile.ts';
import { deleteFlow, unpublish } from './withdraw.ts';

const names = ['dynamodb', 's3', 'scheduler', 'sfn'] as const;
const alive: Partial<Clients> = {};
let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;

beforeAll(async () => {
  // Every failure is logged.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  millrace = await startPlatformForTest();
  for (const name of names) Object.assign(alive, { [name]: client(name) });
  await millrace.api('PUT', '/api/connections/api', {
    connector: 'http',
    fields: { scheme: 'bearer', baseUrl: 'https://example.com', secret: 'abcdefgh' },
  });
}, 30_000);
afterAll(() => millrace.stop());

/**
 * At the given call to AWS the answer is lost. `after`: nothing gets through from there on, as when the process is gone;
 * `once`: the next call works again.
 */
function loseAnswer(call: number, mode: 'after' | 'once'): { lost(): boolean } {
  let calls = 0;
  for (const name of names) {
    const real = alive[name] as { send(command: object): Promise<unknown> };
    const send = async (command: object) => {
      calls++;
      if (calls > call && mode === 'after') throw new Error('The process is gone.');
      const answer = await real.send(command);
      if (calls === call) throw new Error('The answer is lost.');
      return answer;
    };
    provideClients({ [name]: { send } });
  }
  return { lost: () => calls >= call };
}

const text = (id: string, at: number) => `id: ${id}
name: ${id}
trigger: { use: core.schedule, with: { cron: "${at} 9 * * *" } }
steps:
  - { id: send, use: http.request, connection: api, with: { method: POST, url: /x } }
`;
const save = async (id: string, at: number) => {
  const before = await millrace.api('GET', `/api/flows/${id}`);
  return millrace.api('PUT', `/api/flows/${id}`, { source: text(id, at), revision: before.body.revision ?? 0 });
};

async function publication(id: string) {
  const flow = await readFlow(id);
  if (!flow) throw new Error(id);
  const { compiled } = compile(flow.text.source, 'yaml', { catalogue });
  if (!compiled) throw new Error(flow.text.source);
  return { ...flow, compiled, by: 'test', now: Date.now() };
}

const published = async (id: string) => (await publish(await publication(id))).version;

async function schedule(flow: string): Promise<string | undefined> {
  try {
    const found = await client('scheduler').send(new GetScheduleCommand({ Name: flow, GroupName: 'millrace' }));
    return `${found.State} ${found.ScheduleExpression}`;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function machineExists(flow: string): Promise<boolean> {
  const stateMachineArn = `${process.env.MILLRACE_MACHINE_ARN}${flow}-express`;
  try {
    const { status } = await client('sfn').send(new DescribeStateMachineCommand({ stateMachineArn }));
    return status === 'ACTIVE';
  } catch (error) {
    if ((error as Error).name === 'StateMachineDoesNotExist') return false;
    throw error;
  }
}

/** What the table says of the flow is what AWS does, and nothing is left over. */
async function expectWhole(flow: string): Promise<number | undefined> {
  const [head, subscription, newest] = await Promise.all([
    readHead(flow),
    subscriptionOfFlow(flow),
    newestVersion(flow),
  ]);
  const live = head?.state === 'on' ? head.published : undefined;
  expect(await openIntents()).toEqual([]);
  expect(subscription?.version).toBe(live?.version);
  expect(subscription?.machine).toBe(live?.machine);
  expect(await schedule(flow)).toBe(live && `ENABLED ${live.schedule?.expression}`);
  expect(await machineExists(flow)).toBe(head?.published !== undefined);
  expect((await flowsUsing('api')).includes(flow)).toBe(live !== undefined);
  if (head) expect(newest?.version).toBe(head.published?.version);
  return live?.version;
}

/** Loses the answer of every call in turn until the work gets through, and puts it right each time. */
async function loseEverywhere(
  prepare: (id: string) => Promise<() => Promise<unknown>>,
  check: (id: string) => Promise<void>,
): Promise<number> {
  let points = 0;
  for (const mode of ['after', 'once'] as const) {
    for (let call = 1; ; call++) {
      const id = `f${randomUUID()}`;
      const work = await prepare(id);
      const { lost } = loseAnswer(call, mode);
      await work().catch(() => {});
      provideClients(alive);
      if (!lost()) break;
      points++;
      await reconcile(Date.now(), { alone: true });
      await check(id);
    }
  }
  return points;
}

describe('a change that stops at any call to AWS is whole after reconciling', () => {
  it('when a flow is published for the first time', async () => {
    const points = await loseEverywhere(
      async (id) => {
        await save(id, 1);
        const wanted = await publication(id);
        return () => publish(wanted);
      },
      async (id) => {
        expect([undefined, 1]).toContain(await expectWhole(id));
        expect(await published(id)).toBe(1);
        expect(await expectWhole(id)).toBe(1);
      },
    );
    expect(points).toBeGreaterThan(20);
  }, 60_000);

  it('when another version is published', async () => {
    const points = await loseEverywhere(
      async (id) => {
        await save(id, 1);
        await published(id);
        await save(id, 2);
        const wanted = await publication(id);
        return () => publish(wanted);
      },
      async (id) => {
        expect([1, 2]).toContain(await expectWhole(id));
        expect(await published(id)).toBe(2);
        expect(await expectWhole(id)).toBe(2);
      },
    );
    expect(points).toBeGreaterThan(20);
  }, 60_000);

  it.each([
    ['unpublished', unpublish],
    ['deleted', deleteFlow],
  ])(
    'when a flow is %s',
    async (_, withdraw) => {
      const points = await loseEverywhere(
        async (id) => {
          await save(id, 1);
          await published(id);
          return () => withdraw(id, 'test', Date.now());
        },
        async (id) => void (await expectWhole(id)),
      );
      expect(points).toBeGreaterThan(10);
    },
    60_000,
  );
});
