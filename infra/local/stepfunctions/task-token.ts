import { AwsError } from '../aws-error.ts';

/** The execution and the task that a token of the engine's names; throws InvalidToken. */
export function readTaskToken(token: string): { id: string; task: number } {
  try {
    const [id, task] = JSON.parse(atob(token)) as [unknown, unknown];
    if (typeof id === 'string' && typeof task === 'number') return { id, task };
  } catch {
    // Whatever it is, the engine did not make it.
  }
  throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}

/** The error for a token whose task has ended. */
export function taskTimedOut(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}
