import { blueprint } from '../blueprint.ts';
import type { Clock } from './clock.ts';
import type { Lambda } from './lambda/start-lambda.ts';

/** Runs the blueprint's regular jobs, each again when its turn has ended. Returns the way to stop. */
export function startJobs(lambda: Lambda, clock: Clock, report: (sentence: string) => void): () => void {
  const callOff = new Map<string, () => void>();
  let stopped = false;
  for (const job of blueprint.jobs) {
    const next = (): void => {
      if (stopped) return;
      const due = clock.now() + job.everySeconds * 1000;
      const wake = (): void => {
        if (clock.now() < due) callOff.set(job.name, clock.wakeAt(due, wake));
        else void run().then(next);
      };
      callOff.set(job.name, clock.wakeAt(due, wake));
    };
    const run = async (): Promise<void> => {
      const answer = await lambda.invokeTask(`${blueprint.functionPrefix}${job.function}`, JSON.stringify(job.input));
      if ('error' in answer)
        report(`The job "${job.name}" failed and runs again in ${job.everySeconds} s: ${answer.cause}`);
    };
    void run().then(next);
  }
  return () => {
    stopped = true;
    for (const each of callOff.values()) each();
  };
}
