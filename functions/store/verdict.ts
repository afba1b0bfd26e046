import type { JudgedCondition } from '#flows/compiler/trigger/verdict.ts';
import type { Json } from '#flows/language/json.ts';
import { getRuns, type Run, runId } from './run.ts';
import { listRuns, type RunRow } from './run-list.ts';
import { listeningFlows } from './subscription.ts';
import { hourOf, listParts, type listPlace } from './table/hours.ts';
import { partition } from './table/keys.ts';
import { mergeNewest } from './table/merge-newest.ts';
import { packed } from './table/packed.ts';
import { fromCursor, putItems, queryAll, toCursor } from './table/table.ts';

/** What became of an event for one flow. */
export interface Verdict {
  event: string;
  /** `jira.issueUpdated` */
  trigger: string;
  /** Absent when no flow listens. */
  flow?: string;
  version?: number;
  outcome: 'started' | 'answered' | 'rejected' | 'duplicate' | 'failed' | 'unmatched';
  /** Why not, when it is not a condition: `paused`, `holiday`, `full`, `oldVersion`, `startFailed`. */
  reason?: string;
  run?: string;
  at: string;
  /** Values shortened, secrets hidden. */
  conditions: JudgedCondition[];
  /** What happened, as it may be shown. */
  data?: Json;
}

export interface VerdictQuery {
  flow?: string | undefined;
  event?: string | undefined;
  outcome?: Verdict['outcome'] | undefined;
  limit: number;
  cursor?: string | undefined;
}

const keepDays = 7;

/** Stands for the flow where none listens. */
const nobody = '-';

const queriesPerPage = 400;

/**
 * Keeps verdicts for 7 days; the same event, flow and outcome again replaces what was kept. A `started` one is not kept
 * apart: the run says it.
 */
export async function putVerdicts(verdicts: Verdict[], place: ReturnType<typeof listPlace>): Promise<void> {
  const items = verdicts.map(async (verdict) => {
    const flow = verdict.flow ?? nobody;
    const { conditions, data, ...plain } = verdict;
    const item = {
      pk: partition('event', verdict.event),
      // Several runs of one flow may have waited for the same event.
      sk: `${flow}#${verdict.outcome}${verdict.outcome === 'answered' ? `#${verdict.run}` : ''}`,
      ...plain,
      ...(conditions.length > 0 && { conditions: JSON.stringify(conditions) }),
      ...(data !== undefined && { data: JSON.stringify(data) }),
      listPk: await place(flow, verdict.at),
      listSk: `${verdict.at}#${flow}#${verdict.event}#${verdict.run ?? ''}`,
      expiresAt: Math.ceil(Date.parse(verdict.at) / 1000) + keepDays * 86_400,
    };
    return packed(item, 'verdict');
  });
  const unique = new Map((await Promise.all(items)).map((item) => [`${item.pk} ${item.sk}`, item]));
  await putItems([...unique.values()]);
}

/** Verdicts of the last 7 days, newest first: of an event, of a flow, or all. */
export async function listVerdicts(query: VerdictQuery): Promise<{ items: Verdict[]; next?: string }> {
  if (query.event !== undefined) return { items: await ofEvent(query.event, query) };
  const { flow, outcome, limit, cursor } = query;
  if (outcome === 'started') {
    const page = await listRuns({ flow, limit, cursor });
    return { ...page, items: page.items.filter(isStarted).map(ofRun) };
  }
  let below = cursor ? fromCursor(cursor) : '~';
  const from = new Date(Date.now() - keepDays * 86_400_000).toISOString();
  const budget = { left: queriesPerPage };
  const rows: Record<string, unknown>[] = [];
  for await (const parts of listParts(outcome ? ['verdicts'] : ['verdicts', 'runs'], flow, {
    from,
    to: below === '~' ? undefined : hourOf(below),
  })) {
    const filter = outcome && { equals: { outcome } };
    const page = await mergeNewest({
      parts,
      index: 'list',
      below,
      from,
      limit: limit - rows.length,
      filter,
      budget,
    });
    rows.push(...page.items.filter(isStarted));
    if (page.below === undefined) continue;
    below = page.below;
    return { items: rows.map(ofRow), next: toCursor(below) };
  }
  return { items: rows.map(ofRow) };
}

/** Runs lie under their own ids: those of an event are found by asking for every flow's. */
async function ofEvent(event: string, { flow, outcome }: VerdictQuery): Promise<Verdict[]> {
  const [rows, flows] = await Promise.all([
    queryAll<Record<string, unknown>>({ pk: partition('event', event), consistent: true }),
    flow === undefined ? listeningFlows() : [flow],
  ]);
  const runs = await getRuns(flows.map((id) => runId(id, event)));
  return [...rows.map(ofRow), ...runs.filter(isStarted).map(ofRun)]
    .filter((verdict) => flow === undefined || verdict.flow === flow)
    .filter((verdict) => outcome === undefined || verdict.outcome === outcome)
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** A run that waits for its start has a verdict of its own. */
function isStarted(item: { status?: unknown }): boolean {
  return item.status !== 'queued';
}

function ofRow(row: Record<string, unknown>): Verdict {
  const conditions = row.conditions === undefined ? [] : (JSON.parse(row.conditions as string) as JudgedCondition[]);
  if (row.outcome === undefined) return ofRun({ ...row, conditions } as unknown as Run);
  const { event, trigger, flow, version, outcome, reason, run } = row as unknown as Verdict;
  const data = row.data === undefined ? undefined : (JSON.parse(row.data as string) as Json);
  const listSk = row.listSk as string;
  return {
    event,
    trigger,
    ...(flow !== undefined && { flow }),
    ...(version !== undefined && { version }),
    outcome,
    ...(reason !== undefined && { reason }),
    ...(run !== undefined && { run }),
    at: listSk.slice(0, listSk.indexOf('#')),
    conditions,
    ...(data !== undefined && { data }),
  };
}

function ofRun(run: Run | RunRow): Verdict {
  return {
    event: run.event,
    trigger: run.trigger,
    flow: run.flow,
    version: run.version,
    outcome: 'started',
    run: run.id,
    at: run.startedAt,
    conditions: (run.conditions ?? []) as unknown as JudgedCondition[],
  };
}
