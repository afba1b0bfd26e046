import type { CliText } from '#flows/text/terminal.ts';
import { askServer } from '#infra/local/control/ask-server.ts';
import type { Examination, Finding, Treatment } from '#infra/local/doctor/findings.ts';
import type { Command } from '../command.ts';
import { dataFolder, withFolder } from '../data-folder.ts';
import type { Output } from '../output.ts';

/** What is counted under a name of ours; files, queues and what AWS names keep theirs. */
const counted = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'stopped',
  'timedOut',
  'claimed',
  'followUps',
  'underWay',
  'inLine',
  'events',
  'calls',
] as const satisfies CliText[];

/** Looks for what does not fit together in the data folder, and repairs what can be repaired. */
export const doctor: Command = {
  usage: 'doctor [--repair]',
  options: { repair: { type: 'boolean' } },
  async run(context) {
    const { line, output } = context;
    const repair = line.options.repair === true;
    const folder = dataFolder(context);
    const found: Examination & Partial<Treatment> = await withFolder(
      async () =>
        (await askServer<Examination>(folder, { do: 'doctor', repair })) ?? (await examineFolder(folder, repair)),
    );
    show(found, output);
    output.result({ folder, ...found });
    return found.findings.length === 0;
  },
};

// Loaded only here: other commands do not wait for the embedded AWS.
async function examineFolder(folder: string, repair: boolean): Promise<Treatment> {
  const { examineStopped } = await import('#infra/local/doctor/examine-stopped.ts');
  return examineStopped(folder, repair, Date.now());
}

function show({ sizes, counts, findings, repaired = [] }: Examination & Partial<Treatment>, output: Output): void {
  const { runs, effects, executions, messages, flows, schedules, waiting } = counts;
  const list = (numbers: Record<string, number>) =>
    Object.entries(numbers)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${isCounted(name) ? output.word(name) : name} ${count}`)
      .join(', ') || '0';
  output.table([
    [output.word('countFlows'), String(flows)],
    [output.word('countSchedules'), String(schedules)],
    [output.word('countRuns'), list(runs)],
    [output.word('countEffects'), list(effects)],
    [output.word('countExecutions'), list(executions)],
    [output.word('countWaiting'), list(waiting)],
    [output.word('countMessages'), list(messages)],
    [output.word('countBytes'), list(sizes)],
  ]);
  for (const finding of repaired) output.say('repaired', { finding: sentence(finding, output) });
  for (const finding of findings) output.line(sentence(finding, output));
  if (findings.length === 0) output.say('healthy');
}

function isCounted(name: string): name is (typeof counted)[number] {
  return (counted as readonly string[]).includes(name);
}

function sentence(finding: Finding, output: Output): string {
  const { kind, ...rest } = finding;
  const params = Object.entries(rest).filter(
    (entry): entry is [string, string | number] => typeof entry[1] !== 'object',
  );
  return output.word(kind, Object.fromEntries(params));
}
