import { type ExpressionHost, inPlace } from '#flows/expression/host.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes } from '#flows/language/json-size.ts';
import { tooMuchData } from './data-limit.ts';
import type { MapState, ParallelState, State, TaskState } from './definition/machine.ts';
import type { EngineEffect } from './execution.ts';
import { catcherFor, retrierFor } from './handle-failure.ts';
import { begin, resolve } from './proceed.ts';
import { scopeOf } from './scope.ts';
import type { Cursor, Outcome, Session } from './session.ts';
import { StateFailure } from './state-failure.ts';
import { tooManyFailures } from './states/map.ts';
import { planMap, selectItem } from './states/plan-map.ts';
import { taskFailed, taskSucceeded } from './states/task.ts';
import { evaluateTemplate } from './template.ts';
import { newThread } from './thread.ts';

export type TestAnswer = { output: Json } | { error: string; cause?: string };

/** One state to be tried by itself. */
export interface StateTest {
  state: State;
  input: Json;
  variables: Record<string, Json>;
  context: JsonObject;
  /** What the work of the state answers: a Task's call, or all of a Map or Parallel, whose inside is not run. */
  answer(call: (EngineEffect & { type: 'invoke' }) | undefined): Promise<TestAnswer>;
  /** Comes back at that time (milliseconds since 1970). */
  until(at: number): Promise<void>;
  /** When the test ends at the latest, with States.Timeout. */
  latest: number;
  /** Tries that have been made before. */
  retries: number;
  /** Iterations of a Map that are taken to have failed. */
  failedItems: number;
  /** Items of a Map that its state would read from elsewhere. */
  items: Json[] | undefined;
  /** Throws when a Map with so many iterations cannot have as many failures. */
  checkIterations(count: number): void;
}

/** How the test ended, in the words of AWS's TestState. */
export interface StateTestResult {
  status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  output?: Json;
  error?: string;
  cause?: string;
  nextState?: string;
  /** What the state made of its input on the way, by AWS's names. */
  inspection: JsonObject;
}

/** Tries one state; nothing outside is touched but through the test's `answer` and `until`. */
export async function testState(
  test: StateTest,
  now: number,
  random: () => number,
  host: ExpressionHost = inPlace,
): Promise<StateTestResult> {
  const { state } = test;
  const seen = new Map<string, JsonObject>();
  const thread = { ...newThread(state.name, test.input, 0), variables: test.variables, enteredAt: now };
  if ('retry' in state) thread.retries = state.retry.map(() => test.retries);
  const { Execution, StateMachine } = test.context as { Execution: JsonObject; StateMachine: JsonObject };
  const session: Session = {
    execution: {
      status: 'RUNNING',
      startedAt: now,
      inner: { root: thread, context: { Execution, StateMachine }, tasks: 0, timers: 0, events: 0 },
    },
    now,
    random,
    host,
    allowance: { spent: 0, most: Number.POSITIVE_INFINITY },
    effects: [],
    history: undefined,
    watch: (_, type, details) => seen.set(type, details),
    objects: undefined,
    context: test.context,
    ready: [],
    maxEvents: Number.POSITIVE_INFINITY,
    full: false,
    cancelled: new Set(),
  };
  const block = { startAt: state.name, states: { [state.name]: state } };
  const cursor: Cursor = { session, thread, block, owner: undefined };
  const inspection: JsonObject = { input: test.input };
  const moved = await run(cursor, test, inspection);
  if (Object.keys(thread.variables).length > 0) inspection.variables = thread.variables;

  const failure = seen.get('StateFailed') as { error: string; cause?: string } | undefined;
  const exited = seen.get(`${state.type}StateExited`);
  if (failure && thread.pending?.kind === 'retry' && 'retry' in state) {
    const timer = session.effects.findLast((effect) => effect.type === 'setTimer');
    inspection.errorDetails = {
      retryIndex: retrierFor(state.retry, { cause: undefined, ...failure }),
      retryBackoffIntervalSeconds: Math.round((timer!.at - now) / 1000),
    };
    return { status: 'RETRIABLE', ...failure, inspection };
  }
  if (!exited) return { status: 'FAILED', ...(seen.get('ScopeFailed') as { error: string }), inspection };
  const end = { output: exited.output!, ...(moved && { nextState: thread.state }), inspection };
  if (!failure || !('catch' in state)) return { status: 'SUCCEEDED', ...end };
  const catcher = catcherFor(state.catch, { cause: undefined, ...failure })!;
  inspection.errorDetails = { catchIndex: state.catch.indexOf(catcher) };
  return { status: 'CAUGHT_ERROR', ...failure, ...end };
}

/** True when the state has moved to another one. */
async function run(cursor: Cursor, test: StateTest, inspection: JsonObject): Promise<boolean> {
  const { state } = test;
  const { session, thread } = cursor;
  if (state.type === 'Map') return resolve(cursor, () => mapAnswered(cursor, state, test, inspection));
  if (state.type === 'Parallel') return resolve(cursor, () => parallelAnswered(cursor, state, test));
  const moved = await resolve(cursor, () => begin(cursor));
  if (thread.pending?.kind === 'timer' && state.type === 'Wait') {
    const timer = session.effects.find((effect) => effect.type === 'setTimer');
    await test.until(Math.min(timer!.at, test.latest));
    delete thread.pending;
    return resolve(cursor, () => {
      if (timer!.at > test.latest) throw new StateFailure('States.Timeout', undefined);
      return { leave: state.leave };
    });
  }
  if (thread.pending?.kind !== 'task') return moved;
  const call = session.effects.find((effect) => effect.type === 'invoke')!;
  inspection.afterArguments = call.arguments;
  const answer = await test.answer(call);
  if ('output' in answer) inspection.result = answer.output;
  return resolve(cursor, () => taskAnswered(cursor, state as TaskState, answer));
}

function taskAnswered(cursor: Cursor, state: TaskState, answer: TestAnswer): Outcome {
  if ('output' in answer) return taskSucceeded(cursor, state, answer.output);
  return taskFailed(cursor, state, answer.error, answer.cause);
}

async function parallelAnswered(cursor: Cursor, state: ParallelState, test: StateTest): Promise<Outcome> {
  const input = state.arguments ? await evaluateTemplate(state.arguments, scopeOf(cursor)) : cursor.thread.input;
  if (!fitsInBytes(input, dataLimit)) throw tooMuchData(state.name);
  return { leave: state.leave, result: outputOf(await test.answer(undefined)) };
}

async function mapAnswered(cursor: Cursor, state: MapState, test: StateTest, inspection: JsonObject): Promise<Outcome> {
  const plan = await planMap(cursor, state, test.items);
  const { toleratedCount, toleratedPercentage } = plan;
  inspection.maxConcurrency = plan.concurrency;
  if (toleratedCount !== undefined) inspection.toleratedFailureCount = toleratedCount;
  if (toleratedPercentage !== undefined) inspection.toleratedFailurePercentage = toleratedPercentage;
  if (state.itemSelector) {
    const selected: Json[] = [];
    for (const [index, value] of plan.all.entries())
      selected.push(await selectItem(cursor, state, index, value, { keyed: plan.keyed }));
    inspection.afterItemSelector = selected;
  }
  if (state.batcher) inspection.afterItemBatcher = plan.items;
  test.checkIterations(plan.items.length);
  const result = outputOf(await test.answer(undefined));
  const failed = test.failedItems;
  const tooMany =
    (toleratedCount !== undefined && failed > toleratedCount) ||
    (toleratedPercentage !== undefined && failed * 100 > toleratedPercentage * plan.all.length);
  if (tooMany) throw tooManyFailures();
  return { leave: state.leave, result };
}

function outputOf(answer: TestAnswer): Json {
  if ('output' in answer) return answer.output;
  throw new StateFailure(answer.error, answer.cause, undefined, true);
}
