import { logLine } from '#functions/middleware/log-line.ts';
import { allFlows, keepJudgement, readFlow } from '#functions/store/flow.ts';
import { compiler } from './compile-text.ts';
import { countProblems } from './show-flow.ts';

/** Milliseconds that the answer waits for it at the most, within the 30 seconds that API Gateway gives. */
const longest = 5000;

/**
 * Judges the saved texts again that name a connection which came or went, so that lists say what holds now. What cannot be
 * judged, or not in time, stays as it was: its page judges it whenever it is opened. Never throws.
 */
export async function judgeAgain({ name, connector }: { name: string; connector: string }): Promise<void> {
  const until = Date.now() + longest;
  const named = new RegExp(`(?<![a-z0-9-])${name}(?![a-z0-9-])`);
  await attempt('', async () => {
    const compile = await compiler();
    for (const { id, connectors } of await allFlows()) {
      if (!connectors.includes(connector)) continue;
      if (Date.now() > until) return;
      await attempt(id, async () => {
        const flow = await readFlow(id);
        if (!flow || !named.test(flow.text.source)) return;
        const { problems, compiled } = await compile(flow.text);
        await keepJudgement(flow.head, { problems: countProblems(problems), ...(compiled && { cost: compiled.cost }) });
      });
    }
  });
}

async function attempt(flow: string, judge: () => Promise<void>): Promise<void> {
  try {
    await judge();
  } catch (error) {
    logLine('WARN', 'judgeAgain', { flow, reason: (error as Error).message });
  }
}
