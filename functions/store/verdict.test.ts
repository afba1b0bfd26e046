import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTable } from '#test/support/table.ts';
import { claimRun, runId } from './run.ts';
import { replaceSubscription } from './subscription.ts';
import { listPlace } from './table/hours.ts';
import { transact } from './table/table.ts';
import { listVerdicts, putVerdicts, type Verdict, type VerdictQuery } from './verdict.ts';

const hour = 3_600_000;
const start = Date.now() - 60 * hour;
const all: Verdict[] = [];

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
  const [runs, verdicts] = [listPlace('runs'), listPlace('verdicts')];
  const kept: Verdict[] = [];
  for (let i = 0; i < 90; i++) {
    const at = new Date(start - Math.floor(i / 20) * 3 * hour - i * 1000).toISOString();
    const outcome = (['started', 'rejected', 'duplicate', 'failed', 'unmatched'] as const)[i % 5] as Verdict['outcome'];
    const flow = i % 2 === 0 ? 'flow-a' : 'flow-b';
    const plain = { event: `core:${flow}:${i}`, trigger: 'core.webhook', at };
    if (outcome === 'unmatched') kept.push({ ...plain, outcome, conditions: [] });
    else if (outcome === 'started') {
      const id = runId(flow, plain.event);
      const common = { flow, flowName: flow, version: 2, machine: 'm', data: null, eventAt: at };
      const run = { id, ...common, ...plain, status: 'running', startedAt: at, type: 'EXPRESS', deadline: 9 } as const;
      await claimRun(run, 'd', await runs(flow, at), Date.parse(at));
      all.push({ ...plain, flow, version: 2, outcome, run: id, conditions: [] });
      continue;
    } else {
      const conditions = [{ path: 'when', op: 'equals', left: i, right: 'x', result: false }];
      kept.push({ ...plain, flow, version: 2, outcome, reason: 'paused', conditions });
    }
    all.push(kept.at(-1) as Verdict);
  }
  await putVerdicts(kept, verdicts);
});
afterAll(() => table.stop());

async function pages(query: Partial<VerdictQuery>): Promise<Verdict[]> {
  const found: Verdict[] = [];
  let cursor: string | undefined;
  do {
    const page = await listVerdicts({ limit: 8, ...query, cursor });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}

it.each<[string, Partial<VerdictQuery>, (verdict: Verdict) => boolean]>([
  ['all', {}, () => true],
  ['of a flow', { flow: 'flow-a' }, ({ flow }) => flow === 'flow-a'],
  ['of an outcome', { outcome: 'rejected' }, ({ outcome }) => outcome === 'rejected'],
  ['that started', { outcome: 'started' }, ({ outcome }) => outcome === 'started'],
  ['that nobody heard', { outcome: 'unmatched' }, ({ outcome }) => outcome === 'unmatched'],
  [
    'of a flow and an outcome',
    { flow: 'flow-b', outcome: 'failed' },
    ({ flow, outcome }) => flow === 'flow-b' && outcome === 'failed',
  ],
])('%s, page by page, newest first', async (_name, query, keep) => {
  expect(await pages(query)).toEqual(all.filter(keep));
});

it('of an event, whatever became of it', async () => {
  const flows = ['flow-a', 'flow-b'].map((flow) => ({
    key: `core.webhook#${flow}`,
    flow,
    name: flow,
    version: 2,
    state: 'on' as const,
    machine: 'm',
    type: 'EXPRESS' as const,
    deadline: 9,
    respond: false,
    skipHolidays: false,
  }));
  await transact(flows.flatMap((flow) => replaceSubscription(undefined, flow)));
  for (const verdict of [all[0], all[1], all[4]] as Verdict[]) {
    expect((await listVerdicts({ event: verdict.event, limit: 5 })).items).toEqual([verdict]);
  }
});

it('the same verdict again replaces the first', async () => {
  const again = all[1] as Verdict;
  await putVerdicts([again, again], listPlace('verdicts'));
  expect((await listVerdicts({ event: again.event, limit: 5 })).items).toHaveLength(1);
});
