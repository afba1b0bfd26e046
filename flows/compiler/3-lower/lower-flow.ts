import { jsonata, type State, type States } from '#flows/compiler/asl.ts';
import { callbacksIn } from '#flows/compiler/callbacks.ts';
import type { StateOrigin } from '#flows/compiler/compiled.ts';
import { fieldsRead, itemsRead } from '#flows/compiler/fields-read.ts';
import { usedNames } from '#flows/expression/used-names.ts';
import { namesOf } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import { fieldsAt } from '#flows/language/fields.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { distributedLoops } from '../measure/history.ts';
import { longestWait } from '../measure/machine-type.ts';
import { errorText, stopError } from '../text/error-text.ts';
import { lowerSteps } from './lower-steps.ts';
import { type Frame, type Lowering, rootBindings } from './lowering.ts';
import { raisesStop } from './raises-stop.ts';

/** Makes the state machine of a flow. `sourceMap` leads from the name of every state to its step. */
export function lowerFlow(
  flow: Flow,
  target: Pick<Lowering, 'catalogue' | 'functionArn' | 'type' | 'deadline' | 'calendar' | 'report'>,
): { definition: JsonObject; sourceMap: Record<string, StateOrigin> } {
  const steps = eachEnabledStep(flow.steps);
  const distributed = target.type === 'STANDARD' ? distributedLoops(flow, target.report) : new Set<string>();
  const lowering: Lowering = {
    ...target,
    flow,
    distributed,
    walked: walkedLists(steps, distributed),
    readOfResults: (loop) => fieldsAt(fieldsRead(flow, loop), 'results'),
    retryBudget: target.deadline - longestWait(flow.steps),
    // What a set assigns is worth seeing in the history even if nothing reads it.
    used: new Set([...usedNames(flow), ...steps.filter(({ kind }) => kind === 'set').map(({ id }) => id)]),
    declared: new Set(steps.flatMap(namesOf)),
    sourceMap: {},
    list: (list, frame, exit) => lowerSteps(lowering, list, frame, exit),
  };
  return { definition: machine(lowering), sourceMap: lowering.sourceMap };
}

/** The lists of actions' answers that distributed loops walk. */
function walkedLists(steps: Step[], distributed: ReadonlySet<string>): Map<string, string[][]> {
  const actions = new Set(steps.filter(({ kind }) => kind === 'action').map(({ id }) => id));
  const walked = new Map<string, string[][]>();
  for (const step of steps) {
    const read = step.kind === 'forEach' && distributed.has(step.id) ? itemsRead(step) : undefined;
    if (read && actions.has(read.name)) walked.set(read.name, [...(walked.get(read.name) ?? []), read.path]);
  }
  return walked;
}

/**
 * The flow's steps are the one branch of the state `run`, so that one Catch sees every failure; what follows tells the
 * ledger (EXPRESS; the end of a STANDARD run is told by its status event) and ends the execution: with the run's
 * output, or with the error's class and, as cause, JSON `{ code, message, step, output? }`.
 */
function machine(lowering: Lowering): JsonObject {
  const callbacks = { places: callbacksIn(lowering.flow.steps), source: '$states.context.Execution.Input.callbacks' };
  const body: Frame = {
    states: {},
    path: { static: '' },
    bindings: rootBindings,
    calendar: lowering.calendar,
    outermost: true,
    counters: [],
    callbacks,
  };
  const entry = lowering.list(lowering.flow.steps, body, { takes: [], wanted: false });
  if (entry === undefined) body.states['run.nothing'] = { Type: 'Pass', Output: jsonata('null'), End: true };
  const tells = lowering.type === 'EXPRESS';
  const stops = raisesStop(lowering.flow.steps, true);
  const failed = tells ? 'run.failed' : 'run.fail';
  const succeeded = tells ? 'run.succeeded' : 'run.succeed';
  const states: States = {
    run: {
      Type: 'Parallel',
      Branches: [{ StartAt: entry ?? 'run.nothing', States: body.states }],
      Catch: [
        ...(stops
          ? [{ ErrorEquals: [stopError], Output: jsonata('$parse($states.errorOutput.Cause)'), Next: 'run.stopped' }]
          : []),
        // States.ALL does not include it.
        { ErrorEquals: ['States.DataLimitExceeded'], Output: jsonata(`{"error": ${errorText()}}`), Next: failed },
        { ErrorEquals: ['States.ALL'], Output: jsonata(`{"error": ${errorText()}}`), Next: failed },
      ],
      Output: jsonata('{"output": $states.result[0]}'),
      Next: succeeded,
    },
    ...(stops && {
      'run.stopped': {
        Type: 'Choice',
        Choices: [{ Condition: jsonata('$exists($states.input.error)'), Next: failed }],
        Default: succeeded,
      },
    }),
    ...(tells && {
      'run.succeeded': endOfRun(lowering, 'succeeded', { Output: jsonata('$states.input.output'), End: true }),
      'run.failed': endOfRun(lowering, 'failed', { Output: jsonata('$states.input'), Next: 'run.fail' }),
    }),
    ...(!tells && { 'run.succeed': { Type: 'Succeed', Output: jsonata('$states.input.output') } }),
    'run.fail': {
      Type: 'Fail',
      Error: jsonata('$states.input.error.code'),
      Cause: jsonata('$string($merge([$states.input.error, {"output": $states.input.output}]))'),
    },
  };
  for (const name of [...Object.keys(states), ...(entry === undefined ? ['run.nothing'] : [])]) {
    lowering.sourceMap[name] = { step: '', path: '', role: 'end' };
  }
  return { QueryLanguage: 'JSONata', TimeoutSeconds: lowering.deadline, StartAt: 'run', States: states };
}

function endOfRun(lowering: Lowering, status: 'succeeded' | 'failed', leave: State): State {
  const told = `{"kind": "endOfRun", "run": $states.context.Execution.Input.run.id, "flow": ${JSON.stringify(lowering.flow.id)}, "status": "${status}"}`;
  return {
    Type: 'Task',
    Resource: `${lowering.functionArn}ledger`,
    TimeoutSeconds: 20,
    Arguments: jsonata(`$merge([${told}, $states.input])`),
    Retry: [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: 'FULL' },
    ],
    ...leave,
  };
}
