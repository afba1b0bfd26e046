import { bound } from '#flows/compiler/bound/bind.ts';
import { stopError } from '#flows/compiler/text/error-text.ts';
import { valueText } from '#flows/compiler/text/value-text.ts';
import { judgeCondition } from '#flows/compiler/trigger/verdict.ts';
import type { Evaluate } from '#flows/expression/host.ts';
import { childLists, isLoop, mayWait, ownLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import type { Failure } from '#flows/text/failure.ts';
import { unlessSpent } from './evaluate-within.ts';
import type { RecordedLoop } from './large-loops.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';
import type { Scope, ScopeHistory } from './scope.ts';
import type { StepRecord } from './step-log.ts';

/** One step of a run as people see it; a step of a loop appears once per iteration. Times are ISO 8601. */
export interface RecomputedStep {
  id: string;
  /** `lines[0]/tell` */
  path: string;
  kind: Step['kind'];
  name?: string;
  status: 'running' | 'succeeded' | 'failed' | 'skipped' | 'stopped';
  /** Tries of an action; 1 for other steps that were reached. */
  attempts: number;
  tries?: RecordedEffect['tries'];
  input?: Json;
  /** Of an if: `{ branch, conditions }` with every comparison's sides; of a switch: `{ branch, value }`. */
  output?: Json;
  /** What `output` is a part of, when that was too large to go on. */
  whole?: { bytes: number; beginning: string };
  error?: Failure;
  startedAt?: string;
  endedAt?: string;
  /** Of a wait, call or repeat under way: when it goes on or gives up, where that is set. */
  until?: string;
  /** Of a loop with more rounds than are shown with the run: how many, those shown, and which of all failed. */
  rounds?: { count: number; shown: number; failed?: { count: number; first: number[] } };
  /** Of a call: id of the run that it started. */
  called?: string;
  /** The call was made and the flow went on, but how it ended could not be written down: its output is not known. */
  unrecorded?: true;
}

/** Rounds of a loop that are shown with the run; `recomputeRounds` gives any. */
const roundsShown = 20;

/** Failed rounds of a loop whose numbers are told. */
const failuresTold = 100;

/** A list of steps of a scope, and the beginning of their paths. */
export interface StepList {
  steps: readonly Step[];
  prefix: string;
}

/** The steps of a list in the order of the document, from what happened to each of them. */
export async function describeSteps(
  list: StepList,
  scope: Pick<Scope, 'run' | 'calendar' | 'bindings' | 'large'>,
  { steps: records, unwritten, whole, effects, loops }: ScopeHistory,
  evaluate: Evaluate,
): Promise<RecomputedStep[]> {
  const { run } = scope;
  const result: RecomputedStep[] = [];
  await visit(list.steps, list.prefix, false);
  return result;

  /** `skipped` when the list stands on a path that was not taken. */
  async function visit(steps: readonly Step[], prefix: string, skipped: boolean): Promise<void> {
    for (const step of steps) {
      const path = `${prefix}${step.id}`;
      const found = records.get(path);
      // What is inside of a step says more than that its end is not known.
      const isTold = whole || found?.status !== 'running' || insideOf(step, path, found).length > 0;
      const record = isTold ? found : undefined;
      const over = whole && (skipped || step.disabled === true || run.status !== 'running');
      if (record || over) result.push(await describe(step, path, record));
      if (record && scope.large.has(step.id)) continue;
      for (const inner of insideOf(step, path, record))
        await visit(inner.steps, inner.prefix, (over && !record) || inner.skipped);
    }
  }

  async function describe(step: Step, path: string, record: StepRecord | undefined): Promise<RecomputedStep> {
    const named = { id: step.id, path, kind: step.kind, ...(step.name !== undefined && { name: step.name }) };
    if (!record) return { ...named, status: 'skipped', attempts: 0 };
    const effect = effects.get(path);
    const outcome = outcomeOf(step, record, effect, run);
    const cut = !whole && record.status === 'running' && run.status === 'succeeded';
    const { status, error } = cut ? { status: 'succeeded' as const } : outcome;
    const waits = status === 'running' && mayWait(step);
    const isUnrecorded = unwritten.has(path);
    const late = endedLate(step, record, effect, run);
    const told = late ? late.output : await unlessSpent(outputOf(step, record, scope, evaluate));
    const output = isUnrecorded ? undefined : told;
    const rounds = roundsOf(step, record, loops.get(path));
    return {
      ...named,
      status,
      attempts: effect?.tries.length ?? (step.kind === 'action' && record.input === undefined ? 0 : 1),
      ...(effect && step.kind !== 'forEach' && { tries: effect.tries }),
      ...inputOf(step, record, effect),
      ...(output !== undefined && { output }),
      ...(effect?.whole && { whole: { bytes: effect.whole.bytes, beginning: effect.whole.beginning } }),
      ...(error && { error }),
      startedAt: effect?.tries[0]?.startedAt ?? record.startedAt,
      ...endOf(status, record, effect, run, late),
      ...(waits && record.until !== undefined && { until: record.until }),
      ...(rounds && { rounds }),
      ...runCalledBy(step, effect),
      ...(isUnrecorded && { unrecorded: true as const }),
    };
  }
}

function roundsOf(step: Step, record: StepRecord, loop: RecordedLoop | undefined): RecomputedStep['rounds'] {
  if (loop) return { count: loop.count, shown: 0, ...(loop.failed && { failed: loop.failed }) };
  if (!isLoop(step) || record.iterations <= roundsShown) return undefined;
  const failed = [...(record.failed ?? [])].sort((a, b) => a - b);
  return {
    count: record.iterations,
    shown: roundsShown,
    ...(failed.length > 0 && { failed: { count: failed.length, first: failed.slice(0, failuresTold) } }),
  };
}

/** The record of a call that was under way when its run ended, and had its effect all the same. */
function endedLate(
  step: Step,
  record: StepRecord,
  effect: RecordedEffect | undefined,
  run: RecordedRun,
): RecordedEffect | undefined {
  const cutOff = step.kind === 'action' && record.status === 'running' && run.status !== 'running';
  return cutOff && effect?.status !== 'claimed' ? effect : undefined;
}

/** A step that was under way when its run ended, ended with it. */
function endOf(
  status: RecomputedStep['status'],
  record: StepRecord,
  effect: RecordedEffect | undefined,
  run: RecordedRun,
  late: RecordedEffect | undefined,
): Pick<RecomputedStep, 'endedAt'> {
  const cut = status === 'stopped' ? run.endedAt : late?.endedAt;
  const endedAt = record.endedAt === undefined ? cut : (effect?.endedAt ?? record.endedAt);
  return endedAt === undefined ? {} : { endedAt };
}

function runCalledBy(step: Step, effect: RecordedEffect | undefined): Pick<RecomputedStep, 'called'> {
  if (step.kind !== 'call' || !effect) return {};
  const called = effect.child ?? (effect.output as { run?: string } | null | undefined)?.run;
  return called === undefined ? {} : { called };
}

function outcomeOf(
  step: Step,
  record: StepRecord,
  effect: RecordedEffect | undefined,
  run: RecordedRun,
): Pick<RecomputedStep, 'status' | 'error'> {
  if (record.status === 'running') {
    const late = endedLate(step, record, effect, run);
    if (late) return { status: late.error ? 'failed' : 'succeeded', ...(late.error && { error: late.error }) };
    return { status: run.status === 'running' ? 'running' : 'stopped' };
  }
  if (!record.error) return { status: 'succeeded' };
  if (record.error.code === stopError) {
    if (step.kind !== 'stop') return { status: 'stopped' };
    const told = JSON.parse(record.error.message) as { error?: { code: string; message: string } };
    return told.error
      ? { status: 'failed', error: { code: told.error.code, message: told.error.message } }
      : { status: 'succeeded' };
  }
  // A try is there for errors: one that its catch deals with is no failure of it.
  if (step.kind === 'try' && record.caught) return { status: 'succeeded' };
  return { status: 'failed', error: effect?.error ?? record.error };
}

function inputOf(step: Step, record: StepRecord, effect: RecordedEffect | undefined): { input?: Json } {
  const input = effect && effect.input !== null ? effect.input : step.kind === 'action' ? record.input : undefined;
  return input === undefined ? {} : { input };
}

async function outputOf(
  step: Step,
  record: StepRecord,
  { calendar, bindings: given }: Pick<Scope, 'calendar' | 'bindings'>,
  evaluate: Evaluate,
): Promise<Json | undefined> {
  if (record.error?.code === stopError) {
    return step.kind === 'stop' ? (JSON.parse(record.error.message) as JsonObject).output : undefined;
  }
  if (record.rule === undefined || (step.kind !== 'if' && step.kind !== 'switch')) return record.output;
  const bindings = { ...given, ...record.variables };
  const context = { now: 0, random: () => 0 };
  if (step.kind === 'switch') {
    const chosen = record.rule === null ? undefined : step.cases[record.rule];
    const value = await evaluate(bound(valueText(step.value, 'null'), calendar), bindings, context);
    return { branch: chosen?.match ?? 'default', value: value ?? null };
  }
  const { conditions } = await judgeCondition(step.condition, 'if', bindings, calendar, (source, variables) =>
    evaluate(source, variables, context),
  );
  return { branch: record.rule === null ? 'else' : 'then', conditions: conditions as unknown as Json };
}

interface Inside extends StepList {
  skipped: boolean;
}

/** The lists inside a step, with those marked that were surely not run. */
function insideOf(step: Step, path: string, record: StepRecord | undefined): Inside[] {
  const prefix = path.slice(0, path.length - step.id.length);
  const settled = record !== undefined && record.status !== 'running';
  // Of several ways the last is taken when no rule held.
  const taken = record?.rule === null ? ownLists(step).length - 1 : record?.rule;
  return childLists(step).flatMap(inside);

  function inside({ role, steps }: ChildList, index: number): Inside | Inside[] {
    switch (role) {
      case 'way':
        return { steps, prefix, skipped: taken !== undefined && taken !== index };
      case 'item':
      case 'round':
        return roundsInside(steps, path, record, settled);
      case 'branch':
      case 'tried':
        return { steps, prefix, skipped: false };
      case 'caught':
      case 'handler':
        return { steps, prefix, skipped: settled && !record.error };
    }
  }
}

function roundsInside(
  steps: readonly Step[],
  path: string,
  record: StepRecord | undefined,
  settled: boolean,
): Inside[] {
  if (!record || record.iterations === 0) return [{ steps, prefix: `${path}[]/`, skipped: settled }];
  const shown = Math.min(record.iterations, roundsShown);
  return Array.from({ length: shown }, (_, index) => ({ steps, prefix: `${path}[${index}]/`, skipped: false }));
}
