import { jsonata, type State } from '#flows/compiler/asl.ts';
import { again, lambdaErrors } from '#flows/compiler/retry.ts';
import type { Step } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { errorText } from '../text/error-text.ts';
import { addState, type Exit, type Frame, type Lowering, leave } from './lowering.ts';
import { errorHandler } from './on-error.ts';
import { pathField } from './step-path.ts';

/** Seconds in which the function of steps answers. */
const patience = 30;

/**
 * A task of the platform itself, whose function gets `payload` beside the step's place. When it `waits`, whoever holds
 * the token in the payload answers; after `timeout` seconds the function is asked to give it up, which fails with
 * `Timeout` or gives the answer that came in the last moment. When it does not wait, the function answers.
 */
export function askPlatform(
  lowering: Lowering,
  step: Step,
  frame: Frame,
  exit: Exit,
  { payload, waits, timeout }: { payload: JsonObject; waits: boolean; timeout?: number | string | undefined },
): void {
  const resource = `${lowering.functionArn}steps`;
  const place = placeOf(lowering, step, frame);
  const asked = { ...place, ...payload };
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
    Retry: retries,
  };
  addState(lowering, frame, step, state);
  const handle = errorHandler(lowering, step, frame, exit);
  const others: State[] = handle ? [{ ErrorEquals: ['States.ALL'], ...handle(errorText(step.id)) }] : [];
  const value = leave(lowering, frame, step, exit, '$states.result');
  const late: State[] = [];
  if (waits && timeout !== undefined) {
    const Arguments = { ...place, operation: 'core.giveUp' };
    const giveUp = { Type: 'Task', Resource: resource, Arguments, TimeoutSeconds: patience, Retry: retries };
    const helper = { suffix: 'tooLate', role: 'helper' } as const;
    const Next = addState(lowering, frame, step, { ...giveUp, ...caught(others), ...value }, helper);
    late.push({ ErrorEquals: ['States.Timeout'], Next });
  }
  Object.assign(state, { ...caught([...late, ...others]), ...value });
}

/** A task of the platform whose function answers at once; where it leads is for the caller to add. */
export function platformTask(lowering: Lowering, step: Step, frame: Frame, payload: JsonObject): State {
  return {
    Type: 'Task',
    Resource: `${lowering.functionArn}steps`,
    Arguments: { ...placeOf(lowering, step, frame), ...payload },
    TimeoutSeconds: patience,
    Retry: retries,
  };
}

/** Which step of which run a task is about. */
function placeOf(lowering: Lowering, step: Step, frame: Frame): JsonObject {
  return {
    run: jsonata(`${frame.bindings.run}.id`),
    flow: lowering.flow.id,
    step: step.id,
    path: pathField(frame, step.id),
  };
}

// What the platform was slow at it has recorded, or not: asked again it goes on from there.
const retries: State[] = [
  {
    ErrorEquals: [again, 'Sandbox.Timedout', ...lambdaErrors],
    IntervalSeconds: 1,
    MaxAttempts: 5,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];

function caught(catches: State[]): State {
  return catches.length > 0 ? { Catch: catches } : {};
}
