import type { z } from 'zod';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { actingSteps } from '#flows/compiler/acting-steps.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import { ApiError } from '#functions/contract/api-error.ts';
import type { Client } from '#functions/contract/client.ts';
import { everyPage } from '#functions/contract/every-page.ts';
import { runRoutes } from '#functions/contract/runs.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { mustKnowFlow } from '../known-flow.ts';
import type { Output } from '../output.ts';

const filter = runRoutes.runAllAgain.body;

/** Starts new runs for all that failed, or ended as asked; without `--yes` it says what would be done again. */
export const rerun: Command = {
  usage: 'rerun [--flow F] [--status S] [--from TIME] [--to TIME] [--yes]',
  options: {
    flow: { type: 'string' },
    status: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    yes: { type: 'boolean' },
  },
  async run({ line, output, api }) {
    const { yes, ...given } = line.options;
    const read = filter.safeParse(given);
    if (!read.success) throw new CliError('badFilter', { reason: read.error.issues.map(issueText).join('; ') });
    const { flow, status, from, to } = read.data;
    if (!yes) return ask({ flow, status, from, to }, api, output);
    let count = 0;
    let skipped = 0;
    let cursor: string | undefined;
    do {
      const page = await api.runAllAgain({ body: { flow, status, from, to, ...(cursor && { cursor }) } });
      count += page.count;
      skipped += page.skipped;
      cursor = page.next;
    } while (cursor);
    if (count + skipped === 0 && flow !== undefined) await mustKnowFlow(flow, api);
    output.say('rerun', { count, skipped });
    output.result({ count, skipped });
    return true;
  },
};

type Filter = Omit<z.output<typeof filter>, 'cursor' | 'limit'>;

/** Says how many runs of which flows would start, and what these do again; true when there is nothing to do. */
async function ask(query: Filter, api: Client, output: Output): Promise<boolean> {
  const found = await everyPage((cursor) => api.listRuns({ query: { limit: 200, ...query, cursor } }));
  const runs = found.filter(({ repeatedBy }) => repeatedBy === undefined);
  if (runs.length === 0) {
    if (found.length === 0 && query.flow !== undefined) await mustKnowFlow(query.flow, api);
    output.say('rerun', { count: 0, skipped: found.length });
    output.result({ count: 0, skipped: found.length });
    return true;
  }
  output.say('rerunAsks', { count: runs.length });
  const flows = await Promise.all(
    [...Map.groupBy(runs, ({ flow }) => flow)].map(async ([flow, { length }]) => {
      const steps = await stepsOf(api, flow);
      output.say(steps.length > 0 ? 'rerunActs' : 'rerunOf', { flow, count: length, steps: steps.join(', ') });
      return { flow, count: length, steps };
    }),
  );
  output.result({ wouldStart: runs.length, flows });
  return false;
}

/** Ids of the steps of the published version that change something outside; none when it is not published any more. */
async function stepsOf(api: Client, id: string): Promise<string[]> {
  try {
    const { version } = await api.getFlow({ params: { id } });
    if (version === undefined) return [];
    const { source, format } = await api.getVersion({ params: { id, version } });
    const { flow } = parseFlow(source, format);
    return flow ? actingSteps(flow, effectsOf).map((step) => step.id) : [];
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

function effectsOf(use: string): string | undefined {
  return operationOf(catalogue, use, 'actions')?.effects;
}

function issueText({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `--${path.join('.')}: ${message}`;
}
