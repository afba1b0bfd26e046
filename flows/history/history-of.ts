import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import type { Allowance } from '#flows/expression/host.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { RecomputedStep } from './describe-steps.ts';
import { type FoundRecords, type MissingRecords, NotLookedUp, recordsAmong } from './found-records.ts';
import { type RoundRange, recompute, recomputeRounds } from './recompute.ts';
import type { RecordedRun } from './recorded-run.ts';

/** What a run did is worked out from: its version's text and what that compiled to, and what is kept of the run. */
export interface HistoryRequest {
  source: string;
  format: 'yaml' | 'json';
  compiled: Pick<CompiledFlow, 'definition' | 'sourceMap' | 'type'>;
  run: Omit<RecordedRun, 'records'>;
  /** Of a run with records that are too many to be read at once: those that have been looked up. */
  found?: FoundRecords | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** Some rounds of a loop instead of the whole run. */
  range?: RoundRange | undefined;
}

/** The steps of a run. `partial`: those that come later take too long to work out. */
export interface History {
  steps: RecomputedStep[];
  partial: boolean;
  /** Of the loop whose rounds were asked for; undefined when there is no such loop. */
  rounds?: number;
  /** There are no steps yet: these records have to be looked up first. */
  missing?: MissingRecords;
}

/** Units of work that the expressions of a run may take when it is shown. */
const mostWork = 2_500_000;

/** The steps of a run or of some of its rounds, worked out once more within a limit. */
export async function historyOf({ source, format, found, ...request }: HistoryRequest): Promise<History> {
  const { flow } = parseFlow(source, format);
  if (!flow) return { steps: [], partial: false };
  const records = found && recordsAmong(found);
  const allowance: Allowance = { spent: 0, most: mostWork };
  try {
    const told = await tell(flow, { ...request, run: { ...request.run, ...(records && { records }) } }, allowance);
    return { ...told, partial: allowance.spent > allowance.most };
  } catch (error) {
    if (!(error instanceof NotLookedUp) || !records) throw error;
    return { steps: [], partial: false, missing: records.missing };
  }
}

async function tell(
  flow: Flow,
  { compiled, run, now, range }: Pick<HistoryRequest, 'compiled' | 'now' | 'range'> & { run: RecordedRun },
  allowance: Allowance,
): Promise<{ steps: RecomputedStep[]; rounds?: number }> {
  if (!range) return { steps: await recompute(flow, compiled, run, now, allowance) };
  return (await recomputeRounds(flow, compiled, run, now, range, allowance)) ?? { steps: [] };
}
