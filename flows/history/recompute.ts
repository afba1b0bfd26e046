import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import type { Allowance, Evaluate } from '#flows/expression/host.ts';
import { plainCalendar } from '#flows/language/calendar.ts';
import { isLoop } from '#flows/language/child-lists.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { describeSteps, type RecomputedStep } from './describe-steps.ts';
import { evaluateWithin } from './evaluate-within.ts';
import { type RecordedLoop, type SplitMachine, splitLargeLoops } from './large-loops.ts';
import type { RecordedRun } from './recorded-run.ts';
import { type Scope, type ScopeHistory, tellScope } from './scope.ts';

type Compiled = Pick<CompiledFlow, 'definition' | 'sourceMap' | 'type' | 'calendar'>;

/**
 * The steps of a run in the order of the document, recomputed from what is kept of it. Steps on paths not taken are
 * `skipped`; while the run goes on, steps that may still be reached are left out. Of a loop the first rounds are among
 * them, of a distributed one none. `now` in milliseconds. When the allowance of its expressions is spent, only the steps
 * that had ended by then are told.
 */
export async function recompute(
  flow: Flow,
  compiled: Compiled,
  run: RecordedRun,
  now: number,
  allowance: Allowance = { spent: 0, most: Number.POSITIVE_INFINITY },
): Promise<RecomputedStep[]> {
  if (run.status === 'queued') return [];
  const evaluate = evaluateWithin(allowance);
  const scope = wholeRun(compiled, run);
  const history = await tellScope(scope, now, evaluate);
  return describeSteps({ steps: flow.steps, prefix: '' }, scope, history, evaluate);
}

/** Which rounds of a loop are asked for: the loop's path, `orders[3]/lines`, the first round and how many. */
export interface RoundRange {
  path: string;
  from: number;
  count: number;
}

/**
 * The steps of some rounds of a loop, and how many rounds it has. Of rounds that were not reached there are none.
 * Undefined when there is no such loop in the run, as far as it is told within the allowance.
 */
export async function recomputeRounds(
  flow: Flow,
  compiled: Compiled,
  run: RecordedRun,
  now: number,
  { path, from, count }: RoundRange,
  allowance: Allowance = { spent: 0, most: Number.POSITIVE_INFINITY },
): Promise<{ steps: RecomputedStep[]; rounds: number } | undefined> {
  const loop = loopOf(flow, path);
  if (!loop || run.status === 'queued') return undefined;
  const evaluate = evaluateWithin(allowance);
  const whole = wholeRun(compiled, run);
  const around = await scopeAround(path, whole, now, evaluate);
  const record = around?.history.steps.get(path);
  if (!around || !record) return undefined;
  if (!whole.large.has(loop.id)) {
    const steps = [];
    for (const index of numbers(from, Math.min(count, record.iterations - from))) {
      const list = { steps: loop.steps, prefix: `${path}[${index}]/` };
      steps.push(...(await describeSteps(list, around.scope, around.history, evaluate)));
    }
    return { steps, rounds: record.iterations };
  }
  const rounds = around.history.loops.get(path)?.count ?? 0;
  const indices = numbers(from, Math.min(count, rounds - from));
  const shown = await allOf(
    (await iterationsOf(path, indices, whole, around)).map(async (scope) => {
      const history = await tellScope(scope, now, evaluate);
      const hasBegun = scope.run.status === 'succeeded' || history.effects.size > 0;
      const list = { steps: loop.steps, prefix: scope.prefix.text };
      return hasBegun ? describeSteps(list, scope, history, evaluate) : [];
    }),
  );
  return { steps: shown.flat(), rounds };
}

function loopOf(flow: Flow, path: string) {
  const id = path.slice(path.lastIndexOf('/') + 1);
  return eachStep(flow.steps)
    .filter(isLoop)
    .find((loop) => loop.id === id);
}

interface ToldScope {
  scope: Scope;
  history: ScopeHistory;
}

/** The innermost scope that a path leads into. */
async function scopeAround(
  path: string,
  whole: WholeRun,
  now: number,
  evaluate: Evaluate,
): Promise<ToldScope | undefined> {
  let told: ToldScope = { scope: whole, history: await tellScope(whole, now, evaluate) };
  for (const { 1: loop = '', 2: index, index: at } of path.matchAll(/([^/[]+)\[(\d+)\]/g)) {
    if (!whole.large.has(loop)) continue;
    const [scope] = await iterationsOf(path.slice(0, at + loop.length), [Number(index)], whole, told);
    if (!scope) return undefined;
    told = { scope, history: await tellScope(scope, now, evaluate) };
  }
  return told;
}

/** Iterations of a distributed loop of a scope. */
async function iterationsOf(
  path: string,
  indices: number[],
  whole: WholeRun,
  { scope, history }: ToldScope,
): Promise<Scope[]> {
  const step = path.slice(path.lastIndexOf('/') + 1);
  const loop = history.loops.get(path);
  const given = history.given.get(path);
  const definition = whole.iterations.get(step);
  const { records } = whole.run;
  if (!loop || !given || !definition || !records) return [];
  const existing = indices.filter((index) => index < loop.count);
  const items = await records.items(loop, existing);
  return existing.map((index, n) => {
    const text = `${path}[${index}]/`;
    const input = { ...given, item: items[n] ?? null, index, path: text };
    return {
      ...scope,
      run: { ...runOfIteration(scope.run, loop, `${path}[${index}]`), input },
      definition,
      type: 'STANDARD',
      prefix: { static: `${whole.sourceMap[step]!.path}[]/`, text },
      bindings: { ...scope.bindings, ...(given.captured as JsonObject) },
    };
  });
}

/** How an iteration ended: what ends a loop ends all that are under way. */
function runOfIteration(run: RecordedRun, { status, endedAt, ending }: RecordedLoop, path: string): RecordedRun {
  const { error: _, endedAt: ended, ...rest } = run;
  const end = endedAt ?? ended;
  const told = { ...rest, ...(end !== undefined && { endedAt: end }) };
  if (status === 'succeeded') return { ...told, status };
  if (status === 'failed' && ending?.item === path) {
    return { ...told, status, ...(ending.error && { error: ending.error }) };
  }
  return { ...told, status: status === 'running' && run.status === 'running' ? 'running' : 'stopped' };
}

type WholeRun = Scope & SplitMachine;

/** The run as a scope, and the machines of the iterations of its distributed loops. */
function wholeRun({ definition, type, sourceMap, calendar: own }: Compiled, run: RecordedRun): WholeRun {
  const split = splitLargeLoops(definition);
  const large = new Set(split.iterations.keys());
  const prefix = { static: '', text: '' };
  const calendar = { ...plainCalendar, ...own };
  return { ...split, run, type, sourceMap, calendar, large, prefix, bindings: run.input as JsonObject };
}

function numbers(from: number, count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, n) => from + n);
}

/** As Promise.all, but nothing is under way any more when it rejects. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
