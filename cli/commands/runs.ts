import type { z } from 'zod';
import { type runRoutes, runStatus } from '#functions/contract/runs.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { mustKnowFlow } from '../known-flow.ts';
import { workspaceClock } from '../workspace-clock.ts';

type Page = z.output<typeof runRoutes.listRuns.response>;

const defaultLimit = 20;
const pageLimit = 200;

/** Lists runs, newest first. */
export const runs: Command = {
  usage: 'runs [--flow F] [--status S] [--limit N]',
  options: { flow: { type: 'string' }, status: { type: 'string' }, limit: { type: 'string' } },
  async run({ line, output, api }) {
    const { flow } = line.options as { flow?: string };
    const status = readStatus(line.options.status);
    const limit = readLimit(line.options.limit);
    const found: Page['items'] = [];
    let next: string | undefined;
    do {
      const query = { flow, status, cursor: next, limit: Math.min(limit - found.length, pageLimit) };
      const page: Page = await api.listRuns({ query });
      found.push(...page.items);
      next = page.next;
    } while (next && found.length < limit);
    if (found.length > 0 && !output.json) {
      const clock = await workspaceClock(api);
      output.say('timesIn', { timeZone: clock.timeZone });
      output.table(
        found.map(({ id, flow: of, status: now, startedAt, error, handled }) => [
          id,
          of,
          output.word(now),
          clock.short(startedAt),
          error?.message ?? (handled === undefined ? '' : output.word('wentOn', { count: handled })),
        ]),
      );
    }
    if (found.length === 0 && flow !== undefined) await mustKnowFlow(flow, api);
    if (found.length === 0) output.say('noRuns');
    output.result({ runs: found });
    return true;
  },
};

function readStatus(given: unknown): z.infer<typeof runStatus> | undefined {
  if (given === undefined) return undefined;
  const read = runStatus.safeParse(given);
  if (!read.success) throw new CliError('badStatus', { given: String(given), known: runStatus.options.join(', ') });
  return read.data;
}

function readLimit(given: unknown): number {
  if (given === undefined) return defaultLimit;
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1) throw new CliError('badLimit', { given: String(given) });
  return limit;
}
