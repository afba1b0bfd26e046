import { AwsError } from '../aws-error.ts';

/** Task number, secret, execution: as `newToken` of flows/engine/states/task.ts makes it. */
const form = /^(\d{1,9})\.[0-9a-z]+\.([\w%.~!*'()-]+)$/;

/** The execution and the task that a token of the engine's names; throws InvalidToken. */
export function readTaskToken(token: string): { id: string; task: number } {
  const [, task, id] = form.exec(token) ?? [];
  try {
    if (task && id) return { id: decodeURIComponent(id), task: Number(task) };
  } catch {
    // A wrong escape is as wrong as any other token.
  }
  throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}

/** The error for a token whose task has ended. */
export function taskTimedOut(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}
