import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Timers } from '../timers.ts';
import { functionArnPrefix } from './function-arn.ts';

/** A function as the embedded Lambda runs it. */
export interface LambdaFunction {
  /** Takes the event and a LambdaContext, and answers or throws; whatever it answers is turned into JSON. */
  handler: (event: never, context: never) => unknown;
  timeoutSeconds: number;
  memoryMB: number;
}

/** What a handler learns about its own invocation, in Lambda's words. */
export interface LambdaContext {
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** `payload` is JSON text; with `errorType` it is Lambda's error object and the invocation counts as failed. */
export interface HandlerAnswer {
  payload: string;
  errorType?: string;
}

/** Bytes of a response, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const longestResponse = 6_291_556;

/**
 * Runs a handler once, on its own copy of the event: `payload` is JSON text, or an event that was made for this call and
 * that nobody else holds. Never rejects: what the handler throws, an answer that cannot be carried and a timeout become
 * Lambda's error object. A handler that timed out goes on unheard, for it cannot be ended.
 */
export function runHandler(
  name: string,
  { handler, timeoutSeconds, memoryMB }: LambdaFunction,
  payload: string | object,
  clock: Clock,
  timers: Timers,
): Promise<HandlerAnswer> {
  const deadline = clock.now() + timeoutSeconds * 1000;
  const context: LambdaContext = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArnPrefix + name,
    memoryLimitInMB: String(memoryMB),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: name,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()),
  };
  return new Promise((resolve) => {
    const timeout = timers.set(deadline, () =>
      resolve(
        failure(
          'Sandbox.Timedout',
          `RequestId: ${context.awsRequestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
        ),
      ),
    );
    void answer(handler, payload, context).then((answered) => {
      timers.cancel(timeout);
      resolve(answered);
    });
  });
}

async function answer(
  handler: LambdaFunction['handler'],
  payload: string | object,
  context: LambdaContext,
): Promise<HandlerAnswer> {
  try {
    const event = typeof payload === 'string' ? JSON.parse(payload) : payload;
    const text = JSON.stringify(await handler(event as never, context as never)) ?? 'null';
    if (text.length > longestResponse / 4 && Buffer.byteLength(text) > longestResponse) {
      return failure(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${longestResponse} bytes).`,
      );
    }
    return { payload: text };
  } catch (error) {
    if (error instanceof Error) return failure(error.name, error.message);
    return failure(typeof error, String(error));
  }
}

function failure(errorType: string, errorMessage: string): HandlerAnswer {
  return { errorType, payload: JSON.stringify({ errorType, errorMessage }) };
}
