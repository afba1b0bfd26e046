import { isObject, type Json } from '#flows/language/json.ts';
import type { TaskAnswer } from '../lambda/start-lambda.ts';
import type { Invocation } from './progress.ts';

/** Runs a Lambda function by its ARN; `payload` is JSON text. Never rejects. */
export type Invoke = (functionArn: string, payload: string) => Promise<TaskAnswer>;

/** Bytes of a task's result, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestResult = 262_144;

const lambdaArn = /^arn:aws:lambda:/;
const byName = 'arn:aws:states:::lambda:invoke';

/** Carries out a Task state's call: a Lambda function by its own ARN or through `lambda:invoke`. Never rejects. */
export async function runTask(invoke: Invoke, { resource, arguments: input }: Invocation): Promise<TaskAnswer> {
  const answer = await call(invoke, resource, input);
  if ('payload' in answer && tooLarge(answer.payload)) {
    return {
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${resource}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    };
  }
  return answer;
}

async function call(invoke: Invoke, resource: string, input: Json): Promise<TaskAnswer> {
  if (lambdaArn.test(resource)) return invokeWith(invoke, resource, input);
  if (resource === byName || resource === `${byName}.waitForTaskToken`) return invokeByName(invoke, input);
  return {
    error: 'States.Runtime',
    cause: `The resource '${resource}' does not exist on one machine. Use a Lambda function or ${byName}.`,
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
async function invokeByName(invoke: Invoke, input: Json): Promise<TaskAnswer> {
  const { FunctionName, Qualifier, InvocationType, Payload = {} } = isObject(input) ? input : {};
  if (typeof FunctionName !== 'string') return wrong('FunctionName is required and must be a string');
  if (InvocationType !== undefined && InvocationType !== 'RequestResponse') {
    return wrong('InvocationType must be RequestResponse');
  }
  const name = typeof Qualifier === 'string' ? `${FunctionName}:${Qualifier}` : FunctionName;
  const answer = await invokeWith(invoke, name, Payload);
  if ('error' in answer) return answer;
  return { payload: `{"ExecutedVersion":"$LATEST","Payload":${answer.payload},"StatusCode":200}` };
}

function invokeWith(invoke: Invoke, name: string, input: Json): Promise<TaskAnswer> | TaskAnswer {
  let payload: string;
  try {
    payload = JSON.stringify(input);
  } catch {
    return { error: 'States.Runtime', cause: 'The input of the task is nested too deeply.' };
  }
  return invoke(name, payload);
}

function wrong(cause: string): TaskAnswer {
  return { error: 'States.Runtime', cause: `The Parameters of lambda:invoke could not be used: ${cause}` };
}

/** Counts bytes only where the number of characters leaves a doubt. */
function tooLarge(text: string): boolean {
  return text.length * 3 > longestResult && Buffer.byteLength(text) > longestResult;
}
