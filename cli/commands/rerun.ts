import { runRoutes } from '#functions/contract/runs.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';

const filter = runRoutes.runAllAgain.body;

/** Starts new runs for all that failed, or ended as asked. */
export const rerun: Command = {
  usage: 'rerun [--flow F] [--status S] [--from TIME] [--to TIME]',
  options: {
    flow: { type: 'string' },
    status: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
  },
  async run({ line, output, api }) {
    const read = filter.safeParse({ ...line.options });
    if (!read.success) throw new CliError('badFilter', { reason: read.error.issues.map(issueText).join('; ') });
    const { flow, status, from, to } = read.data;
    let count = 0;
    let skipped = 0;
    let cursor: string | undefined;
    do {
      const page = await api('runAllAgain', { body: { flow, status, from, to, ...(cursor && { cursor }) } });
      count += page.count;
      skipped += page.skipped;
      cursor = page.next;
    } while (cursor);
    output.say('rerun', { count, skipped });
    output.result({ count, skipped });
    return true;
  },
};

function issueText({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `--${path.join('.')}: ${message}`;
}
