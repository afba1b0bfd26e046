import { jsonata, type State } from '#flows/compiler/asl.ts';
import {
  longestTimeout,
  type RetryPlan,
  retryField,
  retryPlan,
  timeoutGrace,
  usualTimeout,
} from '#flows/compiler/retry.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import type { ActionStep } from '#flows/language/steps/action.ts';
import { schemaShape } from '../shape/schema-shape.ts';
import { anything, type Known } from '../shape/shape.ts';
import { errorText, rateLimitedText, triesText } from '../text/error-text.ts';
import { durationField } from './duration-field.ts';
import { addState, type Exit, type Frame, freeName, type Lowering, leave } from './lowering.ts';
import { errorHandler, type Handler } from './on-error.ts';
import { inputField, pathField } from './step-path.ts';

/** An action: one task, whose result is the action's output. */
export function lowerAction(lowering: Lowering, step: ActionStep, frame: Frame, exit: Exit): void {
  const [connector = ''] = step.use.split('.');
  const usual = usualTimeout(step);
  const { plan, cut } = retryPlan(step.retry, usual, lowering.retryBudget);
  if (cut)
    lowering.report('retryCut', { attempts: plan.attempts, deadline: lowering.deadline }, [...step.pointer, 'retry']);
  const comesBack = plan.attempts > 1 && plan.on.includes('RateLimited');
  const timeout = step.timeout ?? usual;
  const most = typeof timeout === 'number' ? timeout : longestTimeout(plan, lowering.retryBudget);
  const bounds = { field: 'timeout', least: 1, most };
  const tries = freeName(lowering, `${step.id}_tries`);
  if (comesBack) frame.counters.push(tries);
  const state: State = {
    Type: 'Task',
    Resource: `${lowering.functionArn}${connector}`,
    TimeoutSeconds: durationField(frame, timeout, { ...bounds, plus: timeoutGrace }),
    Arguments: {
      run: jsonata(`${frame.bindings.run}.id`),
      flow: lowering.flow.id,
      version: jsonata(`${frame.bindings.flow}.version`),
      step: step.id,
      path: pathField(frame, step.id),
      operation: step.use,
      contract: lowering.catalogue[connector]?.version ?? 1,
      ...(step.connection !== undefined && { connection: step.connection }),
      ...(step.onUncertain !== undefined && { onUncertain: step.onUncertain }),
      ...(lowering.walked.has(step.id) && {
        lists: lowering.walked.get(step.id)!.map((fields) => ({ fields: [...fields] })),
      }),
      attempt: jsonata(comesBack ? triesText(tries) : '$states.context.State.RetryCount'),
      timeout: durationField(frame, timeout, { ...bounds, times: 1000 }),
      input: inputField(frame, step.with, expectedBy(lowering, step)),
    },
    Retry: retryField(plan),
  };
  addState(lowering, frame, step, state);
  const handle = errorHandler(lowering, step, frame, exit);
  Object.assign(state, {
    ...((comesBack || handle) && {
      Catch: [
        ...(comesBack ? [comeBack(lowering, step, frame, plan, tries, handle)] : []),
        ...(handle ? [{ ErrorEquals: ['States.ALL'], ...handle(errorText(step.id)) }] : []),
      ],
    }),
    ...leave(lowering, frame, step, exit, '$states.result'),
  });
}

function expectedBy({ catalogue }: Lowering, { use }: ActionStep): Known {
  const action = operationOf(catalogue, use, 'actions');
  return action ? { shape: schemaShape(action.input, 'input'), missing: false } : anything;
}

// A catcher cannot be conditional, so the error waits in a variable until it is known whether another try is allowed.
function comeBack(
  lowering: Lowering,
  step: ActionStep,
  frame: Frame,
  plan: RetryPlan,
  tries: string,
  handle: Handler | undefined,
): State {
  const wait = addState(
    lowering,
    frame,
    step,
    { Type: 'Wait', Seconds: jsonata(`$${tries}.seconds`), Next: step.id },
    { suffix: 'retryAfter', role: 'retryAfter' },
  );
  const giveUp = handle
    ? handle(`$${tries}.error`)
    : {
        Next: addState(
          lowering,
          frame,
          step,
          { Type: 'Fail', Error: 'RateLimited', Cause: jsonata(`$${tries}.cause`) },
          { suffix: 'failed', role: 'end' },
        ),
      };
  const { Next, ...rest } = giveUp;
  const again = jsonata(`$${tries}.tries < ${plan.attempts} and $${tries}.seconds <= ${lowering.retryBudget}`);
  const check = addState(
    lowering,
    frame,
    step,
    { Type: 'Choice', Choices: [{ Condition: again, Next: wait }], Default: Next as string, ...rest },
    { suffix: 'rateLimited', role: 'retryAfter' },
  );
  return {
    ErrorEquals: ['RateLimited'],
    Assign: { [tries]: jsonata(rateLimitedText(step.id, tries, plan)) },
    Next: check,
  };
}
