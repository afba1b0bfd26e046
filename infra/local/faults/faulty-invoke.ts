import { AwsError } from '../aws-error.ts';
import type { Lambda, TaskAnswer } from '../lambda/start-lambda.ts';
import type { Faults } from './faults.ts';

/** Calls functions as Step Functions does, with faults that it tells as Lambda's own. */
export function faultyInvoke(
  faults: Faults | undefined,
  lambda: Lambda,
): (functionArn: string, payload: string) => Promise<TaskAnswer> {
  if (!faults) return lambda.invokeTask;
  return async (functionArn, payload) => {
    try {
      return await faults.around('lambda', 'Task', {}, () => lambda.invokeTask(functionArn, payload));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { error: `Lambda.${error.name}`, cause: error.message };
    }
  };
}
