import { compileText } from '#flows/compiler/compile-text.ts';
import { maxWork } from '#flows/expression/budget.ts';
import { evaluateFully } from '#flows/expression/evaluate.ts';
import type { ExpressionError } from '#flows/expression/expression-error.ts';
import { historyOf } from '#flows/history/history-of.ts';
import { diagnose } from '../stepfunctions/definition/check-definition.ts';
import { seededRandom } from '../stepfunctions/seeded-random.ts';
import type { Answer, CompileJob, DiagnoseJob, Evaluated, EvaluateJob, Job, Told } from './jobs.ts';

/** Does one job after the other, and tells its lane which it has begun. A process that nobody listens to ends. */

let last: Promise<void> = Promise.resolve();

process.on('message', ({ id, job }: { id: number; job: Job }) => {
  last = last.then(async () => {
    tell({ id });
    tell({ id, answer: await answerTo(job) });
  });
});
process.on('disconnect', () => process.exit());

function tell(told: Told): void {
  process.send?.(told);
}

function answerTo(job: Job): Promise<Answer> {
  switch (job.kind) {
    case 'evaluate':
      return evaluate(job);
    case 'compile':
      return compile(job);
    case 'diagnose':
      return checked(job);
    case 'history':
      return historyOf(job.request);
  }
}

async function checked({ definition, type }: DiagnoseJob): Promise<Answer> {
  try {
    return { problems: diagnose(definition, type) };
  } catch (error) {
    const { name, message } = error as Error;
    return { refused: { name, message } };
  }
}

async function evaluate({ source, bindings, now, seed, most, slice }: EvaluateJob): Promise<Evaluated> {
  const [a, b, started, id] = seed;
  const random = seededRandom([a, b], { id, started }, 0);
  const allowance = { spent: 0, most: Math.min(most, slice) };
  try {
    const value = await evaluateFully(source, bindings, { now, random, allowance });
    return { value, work: allowance.spent };
  } catch (thrown) {
    const { code, message, position } = thrown as ExpressionError;
    if (code === 'UsedUp' && slice < Math.min(most, maxWork)) return { more: true, work: allowance.spent };
    return { error: { code, message, position }, work: allowance.spent };
  }
}

async function compile({ source, format, options }: CompileJob): Promise<Answer> {
  // All connectors are loaded only where flows are compiled.
  const { catalogue } = await import('#flows/connectors/catalogue.generated.ts');
  return compileText(source, format, { ...options, catalogue });
}
