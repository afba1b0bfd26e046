import { logLine } from '#functions/middleware/log-line.ts';
import { allFlows, keepJudgement, readFlow } from '#functions/store/flow.ts';
import { compiler } from './compile-text.ts';
import { countProblems } from './show-flow.ts';

/**
 * Judges the saved texts again that may name a connection which came or went, so that lists say what holds now. A text that
 * cannot be judged stays as it was; its page judges it whenever it is opened.
 */
export async function judgeAgain({ name, connector }: { name: string; connector: string }): Promise<void> {
  const compile = await compiler();
  for (const { id, connectors } of await allFlows()) {
    if (!connectors.includes(connector)) continue;
    try {
      const flow = await readFlow(id);
      if (!flow?.text.source.includes(name)) continue;
      const { problems, compiled } = await compile(flow.text);
      await keepJudgement(flow.head, { problems: countProblems(problems), ...(compiled && { cost: compiled.cost }) });
    } catch (error) {
      logLine('WARN', 'judgeAgain', { flow: id, reason: (error as Error).message });
    }
  }
}
