import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import { describeSteps, type RecomputedStep } from '#flows/history/describe-steps.ts';
import { recompute } from '#flows/history/recompute.ts';
import type { RecordedRun } from '#flows/history/recorded-run.ts';
import { type Retold, retell } from '#flows/history/retell.ts';
import { stepLog } from '#flows/history/step-log.ts';
import { plainCalendar } from '#flows/language/calendar.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { recordOf } from '#functions/api/runs/record-of.ts';
import { provideClients } from '#functions/aws/clients.ts';
import { dispatcher } from '#functions/dispatch/dispatch.ts';
import { stopRun } from '#functions/runs/end-run.ts';
import { getRun, type Run, runId } from '#functions/store/run.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { type GeneratedFlow, generatedFlow } from './generated-flow.ts';
import { truths } from './truths.ts';

/** `MILLRACE_TEST_SEED` and `MILLRACE_TEST_FLOWS` run others and more. */
const seed = Number(process.env.MILLRACE_TEST_SEED ?? 1);
const flows = Number(process.env.MILLRACE_TEST_FLOWS ?? 40);

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let vendor: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  // Lambda fails and loses answers, as it does on AWS.
  const plan = { seed, share: 0, shares: { lambda: 0.08 }, longestDelay: 300 };
  [millrace, vendor] = await Promise.all([startFunctions(plan), startReceiver()]);
  const tries = new Map<string, number>();
  vendor.answerWith(({ path, headers }) => {
    const query = new URLSearchParams(path.split('?')[1]);
    const key = String(headers['idempotency-key']);
    const count = tries.get(key) ?? 0;
    tries.set(key, count + 1);
    const plan = query.get('plan')?.split('.') ?? [];
    const outcome = plan[count] ?? plan.at(-1) ?? '200';
    const after = Number(query.get('after'));
    if (outcome === 'hang') return { hangUp: true, after };
    if (outcome === 'slow') return { after: 1500 };
    if (outcome === '429') return { status: 429, headers: { 'retry-after': count === 0 ? '1' : '6' }, after };
    return { status: Number(outcome), after, body: { n: count } };
  });
  // The journal of EXPRESS executions is forgotten with their end: here they run as STANDARD ones.
  const kept = {
    ...millrace.states,
    CreateStateMachine: (input: object) => millrace.states.CreateStateMachine({ ...input, type: 'STANDARD' } as never),
  };
  provideClients({ sfn: inProcessClient(kept) as never });
  await millrace.connect('jira-main', 'jira', {
    site: 'https://example.atlassian.net',
    email: 'a@example.com',
    apiToken: 'token-token',
    webhookSecret: 'secret-secret',
  });
  const called = (id: string, steps: string) =>
    millrace.publish(`id: ${id}\ntrigger: { use: core.manual }\nsteps: [${steps}]`);
  await called('called-well', '{ id: done, stop: succeeded, output: 7 }');
  await called('called-badly', '{ id: no, stop: failed, message: not today }');
  await called('called-slowly', '{ id: nap, wait: { for: 1s } }, { id: done, stop: succeeded, output: 8 }');
}, 60_000);
afterAll(async () => {
  await millrace.stop();
  await vendor.close();
});

/** Milliseconds between the moment in which a run is stopped and that in which its machine hears of it. */
const stopsLate = 300;

/** The records with which a machine that was stopped at the end of the run had not heard the answers since `from`. */
function unheard(recorded: RecordedRun, from: number): RecordedRun {
  const effects = recorded.effects.map((effect) =>
    effect.endedAt !== undefined && Date.parse(effect.endedAt) >= from
      ? { ...effect, status: 'claimed' as const }
      : effect,
  );
  return { ...recorded, effects };
}

const dispatch = dispatcher();
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function send(id: string, type: string, connection: string | null, data: object, flow?: string) {
  const detail = { id, source: 'x', type, time: new Date().toISOString(), connection, data, ...(flow && { flow }) };
  return dispatch({ Records: [{ messageId: id, body: JSON.stringify({ id: `d-${id}`, detail }) }] });
}

/** Runs the flow to its end, with everything that is to happen meanwhile. */
async function play(flow: GeneratedFlow, id: string): Promise<Run | undefined> {
  const { steps, type, events, stopAfter, redelivered } = flow;
  const source = `id: ${id}\n${type ? `type: ${type}\n` : ''}trigger: { use: core.webhook }\nsteps: ${steps}`;
  try {
    await millrace.publish(source);
  } catch (error) {
    // Chance made steps that come after the end of everything, or a stop in a loop that may be long.
    if (/unreachableStep|stopInLargeLoop/.test((error as Error).message)) return undefined;
    throw error;
  }
  const event = `core:${id}:e`;
  const run = runId(id, event);
  const start = () => send(event, 'core.webhook', null, { body: { n: 1 } }, id);
  await start();
  await Promise.all([
    redelivered && later(500).then(start),
    stopAfter !== undefined && later(stopAfter).then(() => stopRun(run, Date.now())),
    ...events.map(async ({ key, after, twice }) => {
      const tell = () => send(`jira:${key}`, 'jira.issueUpdated', 'jira-main', { key });
      await later(after);
      await tell();
      if (twice) await tell();
    }),
  ]);
  for (let i = 0; i < 1200; i++) {
    const now = await getRun(run);
    if (now?.endedAt) return now;
    await later(50);
  }
  throw new Error(`The run ${run} did not end: ${steps}`);
}

/** A step without its times. */
function essence({ path, status, error, input, output, called, unrecorded }: RecomputedStep) {
  return { path, status, code: error?.code, message: error?.message, input, output, called, unrecorded };
}

it('the history of a run, recomputed from its records, is what the engine went through', async () => {
  const generated = fc.sample(generatedFlow(vendor.url), { numRuns: flows, seed });
  let next = 0;
  const wrong: string[] = [];
  let compared = 0;
  let swallowed = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < generated.length) {
        const n = next++;
        const flow = generated[n]!;
        const run = await play(flow, `generated-${n}`);
        if (!run) continue;
        // What was cut off by a stop may still be written down.
        if (flow.stopAfter !== undefined) await later(2500);
        const record = (await recordOf(run))!;
        const meant = parseFlow(record.source, record.format).flow!;
        // A stop is written down a moment before the machine hears of it.
        const from = run.status === 'stopped' ? Date.parse(run.endedAt!) - stopsLate : Number.POSITIVE_INFINITY;
        const were = await truths(millrace.store.database, run.id, record.compiled, from);
        const effects = new Map(record.recorded.effects.map((effect) => [effect.path, effect]));
        const scope = {
          run: record.recorded,
          calendar: { ...plainCalendar, ...record.compiled.calendar },
          large: new Set<string>(),
          bindings: record.recorded.input as JsonObject,
        };
        const described = async (was: Retold) => {
          const told = { ...was, effects, loops: new Map(), given: new Map() };
          return (await describeSteps({ steps: meant.steps, prefix: '' }, scope, told, evaluate)).map(essence);
        };
        const truly = await Promise.all(were.map(described));
        const told = (await recompute(meant, record.compiled, record.recorded, Date.now())).map(essence);
        compared += told.length;
        if (truly.some((one) => isDeepStrictEqual(one, told))) continue;
        // The other way round: nobody can tell that a machine was stopped before it heard what was written down by then.
        if (run.status === 'stopped') {
          const { definition, type, sourceMap } = record.compiled;
          const machine = parseMachine(definition, type);
          const newLog = () => stepLog(sourceMap);
          const deaf = await retell(machine, newLog, unheard(record.recorded, from), Date.now(), { evaluate });
          const one = await described(deaf);
          if (truly.some((was) => isDeepStrictEqual(was, one))) continue;
        }
        // Nobody can tell a call that Lambda lost, while all around it ended, from one that was not made.
        const known = new Set(record.recorded.effects.map(({ path }) => path));
        if (
          truly[0]?.some(({ path, status, input }) => status === 'stopped' && input !== undefined && !known.has(path))
        ) {
          swallowed++;
          continue;
        }
        const differing = told.filter((step, index) => !isDeepStrictEqual(step, truly[0]?.[index]));
        const beside = truly[0]?.filter((step, index) => !isDeepStrictEqual(step, told[index]));
        const { endedAt, error } = run;
        wrong.push(
          [`${n} ${run.status} ${endedAt} ${JSON.stringify(error)}`, flow, differing, beside, record.recorded.effects]
            .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
            .join('\n'),
        );
      }
    }),
  );
  expect(wrong.join('\n\n')).toBe('');
  expect(compared).toBeGreaterThan(flows);
  expect(swallowed).toBeLessThan(flows / 8);
}, 300_000);
