import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import { isTooLargeInput, tooLargeEvent } from '#flows/compiler/execution-input-limit.ts';
import type { ExecutionInput } from '#flows/compiler/task-payload.ts';
import { type Judgement, judge } from '#flows/compiler/trigger/verdict.ts';
import type { Execution } from '#flows/engine/execution.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { RecomputedStep } from '#flows/history/describe-steps.ts';
import { largeLoopIn } from '#flows/history/large-loops.ts';
import { recompute } from '#flows/history/recompute.ts';
import type { RecordedRun } from '#flows/history/recorded-run.ts';
import { runError } from '#flows/history/run-error.ts';
import type { Flow } from '#flows/language/flow.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { type Cut, type Played, play } from './play.ts';
import type { AnswerSource, KnownAnswers } from './trial-answer.ts';
import { trialRun } from './trial-run.ts';

/** A flow that is to be played, what begins it, and what its steps answer. */
export interface DryRunRequest extends KnownAnswers {
  flow: Flow;
  compiled: CompiledFlow;
  /** `$trigger`, and `$env`. */
  trigger: Json;
  env: JsonObject;
  /** Milliseconds since 1970 at which the run begins. */
  now: number;
}

/** What a run of the flow would do. Its steps are told as those of a real run; nothing of it has happened. */
export interface DryRun {
  status: RecordedRun['status'];
  /** ISO 8601, by the virtual clock. */
  startedAt: string;
  endedAt?: string;
  output?: Json;
  error?: Failure & { step?: string };
  steps: RecomputedStep[];
  /** Where the answer of a step came from, by its path. */
  sources: Record<string, AnswerSource>;
  /** What the conditions of the trigger say about the event; undefined when there are none. */
  judgement?: Judgement;
  /** The run would go on, but a limit of dry runs ended it. */
  cut?: Cut;
  /** What it is told from, for the rounds of its long loops. */
  recorded: RecordedRun;
}

const statuses: Record<Execution['status'], RecordedRun['status']> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'stopped',
};

/** Plays a flow in memory and tells what it did. Nothing is called; the same request gives the same dry run. */
export async function dryRun(request: DryRunRequest): Promise<DryRun> {
  const { flow, compiled, env, trigger, now } = request;
  const input = inputOf(request);
  const startedAt = formatTime(now);
  if (isTooLargeInput(JSON.stringify(input))) {
    const error = tooLargeEvent('EventTooLarge');
    const recorded: RecordedRun = { input, status: 'failed', startedAt, endedAt: startedAt, error, effects: [] };
    return { status: 'failed', startedAt, endedAt: startedAt, error, steps: [], sources: {}, recorded };
  }
  const { filter } = compiled.subscription;
  const judgement = filter === undefined ? undefined : await judgeNow(filter, trigger, env, now);
  const played = await play(compiled, input, request, now);
  const recorded = recordOf(input, startedAt, played, compiled.definition);
  const { execution, sources, cut } = played;
  return {
    ...toldOf(recorded),
    ...(execution.output !== undefined && { output: execution.output }),
    steps: (await recompute(flow, compiled, recorded, played.endedAt)).map(withoutRun),
    sources: Object.fromEntries(sources),
    ...(judgement && { judgement }),
    ...(cut && { cut }),
    recorded,
  };
}

function inputOf({ flow, compiled, trigger, env, now }: DryRunRequest): JsonObject {
  const at = formatTime(now);
  const input: ExecutionInput = {
    trigger,
    run: { id: trialRun, startedAt: at, eventAt: at, event: `core:${flow.id}:trial` },
    flow: { id: flow.id, name: flow.name, version: 0 },
    env,
    ...(compiled.subscription.callbacks && { callbacks: { address: callbackAddress, secret: 'trial' } }),
  };
  return input as unknown as JsonObject;
}

/** A run that there is none of, and where its callbacks would lead. */
const callbackAddress = `https://dry-run.invalid/callbacks/${trialRun}.`;

function judgeNow(filter: string, trigger: Json, env: JsonObject, now: number): Promise<Judgement> {
  return judge(filter, trigger, env, formatTime(now), (source, bindings) =>
    evaluate(source, bindings, { now, random: () => 0.5 }),
  );
}

/** What would be kept of the run. */
function recordOf(input: JsonObject, startedAt: string, played: Played, definition: JsonObject): RecordedRun {
  const { execution, records, loops, endedAt } = played;
  const status = statuses[execution.status];
  const effects = [...records.effects.values()];
  return {
    input,
    status,
    startedAt,
    ...(status !== 'running' && { endedAt: formatTime(endedAt) }),
    ...errorOf(status, execution),
    effects,
    ...(largeLoopIn(definition) && { records: loops.records(records.effects) }),
  };
}

function errorOf(status: RecordedRun['status'], { error, cause }: Execution): Pick<RecordedRun, 'error'> {
  if (status === 'failed') return { error: runError(error, cause) };
  return status === 'timedOut' ? { error: failure('Timeout', { id: 'runTooLong' }) } : {};
}

function toldOf({ status, startedAt, endedAt, error }: RecordedRun) {
  return { status, startedAt, ...(endedAt !== undefined && { endedAt }), ...(error && { error }) };
}

/** Nobody was called: there is no run to look at. */
function withoutRun({ called: _, ...step }: RecomputedStep): RecomputedStep {
  return step;
}
