import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import type { TaskError } from '#flows/compiler/task-payload.ts';
import { client } from '#functions/aws/clients.ts';
import type { StepAnswer } from '#functions/store/awaited-step.ts';

const gone = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** Tells the state machine how a step ended that waits with this token; false when nothing waits with it any more. */
export async function answerToken(token: string, step: string, answer: StepAnswer): Promise<boolean> {
  try {
    await send(token, step, answer);
    return true;
  } catch (error) {
    if (gone.has((error as Error).name)) return false;
    throw error;
  }
}

async function send(taskToken: string, step: string, answer: StepAnswer): Promise<void> {
  if ('output' in answer) {
    await client('sfn').send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer.output) }));
    return;
  }
  const { code, message } = answer.error;
  const cause = JSON.stringify({ message: message.slice(0, 4000), step } satisfies TaskError);
  await client('sfn').send(new SendTaskFailureCommand({ taskToken, error: code.slice(0, 256), cause }));
}
