import { jsonata, type State } from '#flows/compiler/asl.ts';
import { again, lambdaErrors } from '#flows/compiler/retry.ts';
import type { Step } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { inWords } from '#flows/text/failure.ts';
import { errorText } from './error-text.ts';
import { addState, type Exit, type Frame, type Lowering, leave } from './lowering.ts';
import { errorHandler, type Handler } from './on-error.ts';
import { pathField } from './step-path.ts';

/** Seconds in which the function of steps answers. */
const patience = 30;

/**
 * A task of the platform itself, whose function gets `payload` beside the step's place. When it `waits`, whoever holds
 * the token in the payload answers, after `timeout` seconds at most; else the function does.
 */
export function askPlatform(
  lowering: Lowering,
  step: Step,
  frame: Frame,
  exit: Exit,
  { payload, waits, timeout }: { payload: JsonObject; waits: boolean; timeout?: number | undefined },
): void {
  const resource = `${lowering.functionArn}steps`;
  const asked = {
    run: jsonata(`${frame.bindings.run}.id`),
    flow: lowering.flow.id,
    step: step.id,
    path: pathField(frame, step.id),
    ...payload,
  };
  const seconds = waits ? timeout : patience;
  const state: State = {
    Type: 'Task',
    ...(waits
      ? {
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: { FunctionName: resource, Payload: { ...asked, token: jsonata('$states.context.Task.Token') } },
        }
      : { Resource: resource, Arguments: asked }),
    ...(seconds !== undefined && { TimeoutSeconds: seconds }),
    Retry: [
      {
        // What the platform was slow at it has recorded, or not: asked again it goes on from there.
        ErrorEquals: [again, 'Sandbox.Timedout', ...lambdaErrors],
        IntervalSeconds: 1,
        MaxAttempts: 5,
        BackoffRate: 2,
        JitterStrategy: 'FULL',
      },
    ],
  };
  addState(lowering, frame, step, state);
  const handle = errorHandler(lowering, step, frame, exit);
  const catches: State[] = [
    ...(waits && timeout !== undefined ? [tooLate(lowering, step, frame, handle)] : []),
    ...(handle ? [{ ErrorEquals: ['States.ALL'], ...handle(errorText(step.id)) }] : []),
  ];
  Object.assign(state, {
    ...(catches.length > 0 && { Catch: catches }),
    ...leave(lowering, frame, step, exit, '$states.result'),
  });
}

// Step Functions' own error names neither the step nor what did not come.
function tooLate(lowering: Lowering, step: Step, frame: Frame, handle: Handler | undefined): State {
  const told = { message: inWords({ id: 'nothingCame' }, 'en'), step: step.id };
  const ErrorEquals = ['States.Timeout'];
  if (handle) return { ErrorEquals, ...handle(JSON.stringify({ code: 'Timeout', ...told })) };
  const fail = { Type: 'Fail', Error: 'Timeout', Cause: JSON.stringify(told) };
  return { ErrorEquals, Next: addState(lowering, frame, step, fail, { suffix: 'tooLate', role: 'end' }) };
}
