import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../aws-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Timers } from '../timers.ts';
import { functionName, functionNotFound } from './function-arn.ts';
import { invoke } from './invoke.ts';
import type { LambdaService } from './lambda-service.ts';
import { type HandlerAnswer, type LambdaFunction, runHandler } from './run-handler.ts';

/** How a task of a state machine ended: `payload` is JSON text, `error` and `cause` as Step Functions tells them. */
export type TaskAnswer = { payload: string } | { error: string; cause: string };

/** The embedded Lambda: handlers in this process, with Lambda's payload limits, timeouts and errors. */
export interface Lambda {
  operations: { Invoke(input: InvocationRequest): Promise<InvocationResponse> };
  /**
   * For embedded services: `payload` is JSON text, or an event that was made for this call and that nobody else holds.
   * Never rejects.
   */
  invokeTask(functionArn: string, payload: string | object): Promise<TaskAnswer>;
  /** Takes no more invocations and resolves when those under way have ended, after `grace` milliseconds at the latest. */
  stop(grace?: number): Promise<void>;
}

/** Starts with the functions given by name. `report` hears of asynchronous invocations that were given up. */
export function startLambda({
  functions,
  report,
  clock = systemClock,
}: {
  functions: Record<string, LambdaFunction>;
  report: (sentence: string) => void;
  clock?: Clock;
}): Lambda {
  const known = new Map(Object.entries(functions));
  const timers = new Timers(clock);
  const running = new Set<Promise<unknown>>();
  let stopped = false;

  function run(nameOrArn: string, payload: string | object): Promise<HandlerAnswer> {
    const name = functionName(nameOrArn);
    const found = known.get(name);
    if (!found) throw functionNotFound(nameOrArn);
    if (stopped) throw new AwsError('ServiceException', 'Millrace is stopping and runs no more functions.', 500);
    const answer = runHandler(name, found, payload, clock, timers);
    running.add(answer);
    void answer.then(() => running.delete(answer));
    return answer;
  }

  const service: LambdaService = { clock, timers, report, run };

  return {
    operations: { Invoke: (input) => invoke(service, input) },
    async invokeTask(functionArn, payload) {
      try {
        const answer = await run(functionArn, payload);
        return answer.errorType === undefined ? answer : { error: answer.errorType, cause: answer.payload };
      } catch (error) {
        const { name, message, status = 500 } = error as Error & { status?: number };
        return { error: `Lambda.${name}`, cause: `${message} (Service: Lambda, Status Code: ${status})` };
      }
    },
    async stop(grace = 10_000) {
      stopped = true;
      timers.stop();
      const enough = Promise.withResolvers<void>();
      timers.set(clock.now() + grace, enough.resolve);
      await Promise.race([Promise.all(running), enough.promise]);
      timers.stop();
    },
  };
}
