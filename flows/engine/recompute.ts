import { stopError } from '#flows/compiler/3-lower/error-text.ts';
import { valueText } from '#flows/compiler/3-lower/value-text.ts';
import { bound } from '#flows/compiler/bound/bind.ts';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import { judgeCondition } from '#flows/compiler/verdict.ts';
import type { Allowance, Evaluate } from '#flows/engine/expression/host.ts';
import { type Calendar, plainCalendar } from '#flows/language/calendar.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import { evaluateWithin, unlessSpent } from './history/evaluate-within.ts';
import type { RecordedEffect, RecordedRun } from './history/recorded-run.ts';
import { type Retold, retell } from './history/retell.ts';
import type { StepRecord } from './history/step-log.ts';
import { parseMachine } from './parse-machine.ts';

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
  /** Of a call: id of the run that it started. */
  called?: string;
  /** The call was made and the flow went on, but how it ended could not be written down: its output is not known. */
  unrecorded?: true;
}

/**
 * The steps of a run in the order of the document, recomputed from what is kept of it. Steps on paths not taken are
 * `skipped`; while the run goes on, steps that may still be reached are left out. `now` in milliseconds. When the
 * allowance of its expressions is spent, only the steps that had ended by then are told.
 */
export async function recompute(
  flow: Flow,
  compiled: Pick<CompiledFlow, 'definition' | 'sourceMap' | 'type' | 'calendar'>,
  run: RecordedRun,
  now: number,
  allowance: Allowance = { spent: 0, most: Number.POSITIVE_INFINITY },
): Promise<RecomputedStep[]> {
  if (run.status === 'queued') return [];
  const evaluate = evaluateWithin(allowance);
  const machine = parseMachine(compiled.definition, compiled.type, { checked: true });
  const retold = await retell(machine, compiled.sourceMap, run, now, { evaluate });
  return describeSteps(flow, compiled, retold, run, evaluate);
}

/** The steps of a run in the order of the document, from what happened to each of them. */
export async function describeSteps(
  flow: Flow,
  compiled: Pick<CompiledFlow, 'calendar'>,
  { steps: records, unwritten, whole }: Retold,
  run: RecordedRun,
  evaluate: Evaluate,
): Promise<RecomputedStep[]> {
  const calendar = { ...plainCalendar, ...compiled.calendar };
  const effects = new Map(run.effects.map((effect) => [effect.path, effect]));
  const result: RecomputedStep[] = [];
  await visit(flow.steps, '', false);
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
    const waits = status === 'running' && ['wait', 'call', 'repeat'].includes(step.kind);
    const isUnrecorded = unwritten.has(path);
    const late = endedLate(step, record, effect, run);
    const told = late ? late.output : await unlessSpent(outputOf(step, record, run, { calendar, evaluate }));
    const output = isUnrecorded ? undefined : told;
    return {
      ...named,
      status,
      attempts: effect?.tries.length ?? (step.kind === 'action' && record.input === undefined ? 0 : 1),
      ...(effect && { tries: effect.tries }),
      ...inputOf(step, record, effect),
      ...(output !== undefined && { output }),
      ...(effect?.whole && { whole: { bytes: effect.whole.bytes, beginning: effect.whole.beginning } }),
      ...(error && { error }),
      startedAt: effect?.tries[0]?.startedAt ?? record.startedAt,
      ...endOf(status, record, effect, run, late),
      ...(waits && record.until !== undefined && { until: record.until }),
      ...runCalledBy(step, effect),
      ...(isUnrecorded && { unrecorded: true as const }),
    };
  }
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
  run: RecordedRun,
  { calendar, evaluate }: { calendar: Calendar; evaluate: Evaluate },
): Promise<Json | undefined> {
  if (record.error?.code === stopError) {
    return step.kind === 'stop' ? (JSON.parse(record.error.message) as JsonObject).output : undefined;
  }
  if (record.rule === undefined || (step.kind !== 'if' && step.kind !== 'switch')) return record.output;
  const bindings = { ...(run.input as JsonObject), ...record.variables };
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

interface Inside {
  steps: readonly Step[];
  prefix: string;
  skipped: boolean;
}

/** The lists inside a step, with those marked that were surely not run. */
function insideOf(step: Step, path: string, record: StepRecord | undefined): Inside[] {
  const prefix = path.slice(0, path.length - step.id.length);
  const list = (steps: readonly Step[], skipped: boolean): Inside => ({ steps, prefix, skipped });
  const settled = record !== undefined && record.status !== 'running';
  const handled = Array.isArray(step.onError) ? [list(step.onError, settled && !record.error)] : [];
  return [...ownLists(), ...handled];

  function ownLists(): Inside[] {
    switch (step.kind) {
      case 'if':
        return [list(step.then, record?.rule === null), list(step.else, typeof record?.rule === 'number')];
      case 'switch': {
        const cases = step.cases.map(({ steps }, index) =>
          list(steps, record?.rule !== undefined && record.rule !== index),
        );
        return [...cases, list(step.default, typeof record?.rule === 'number')];
      }
      case 'forEach':
      case 'repeat':
        return record && record.iterations > 0
          ? Array.from({ length: record.iterations }, (_, index) => ({
              steps: step.steps,
              prefix: `${path}[${index}]/`,
              skipped: false,
            }))
          : [{ steps: step.steps, prefix: `${path}[]/`, skipped: settled }];
      case 'parallel':
        return step.branches.map(({ steps }) => list(steps, false));
      case 'try':
        return [list(step.steps, false), list(step.catch, settled && !record.error)];
      default:
        return [];
    }
  }
}
