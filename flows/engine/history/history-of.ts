import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import type { Allowance } from '#flows/engine/expression/host.ts';
import { type RecomputedStep, recompute } from '#flows/engine/recompute.ts';
import type { RecordedRun } from './recorded-run.ts';

/** What a run did is worked out from: its version's text and what that compiled to, and what is kept of the run. */
export interface HistoryRequest {
  source: string;
  format: 'yaml' | 'json';
  compiled: Pick<CompiledFlow, 'definition' | 'sourceMap' | 'type'>;
  run: RecordedRun;
  /** Milliseconds since 1970. */
  now: number;
}

/** The steps of a run. `partial`: those that come later take too long to work out. */
export interface History {
  steps: RecomputedStep[];
  partial: boolean;
}

/** Units of work that the expressions of a run may take when it is shown. */
const mostWork = 2_500_000;

/** The steps of a run, worked out once more within a limit. */
export async function historyOf({ source, format, compiled, run, now }: HistoryRequest): Promise<History> {
  const { flow } = parseFlow(source, format);
  if (!flow) return { steps: [], partial: false };
  const allowance: Allowance = { spent: 0, most: mostWork };
  const steps = await recompute(flow, compiled, run, now, allowance);
  return { steps, partial: allowance.spent > allowance.most };
}
