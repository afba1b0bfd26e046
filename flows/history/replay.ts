import { advance } from '#flows/engine/advance.ts';
import type { Machine } from '#flows/engine/definition/machine.ts';
import type { EngineEffect, EngineEvent, ExecutionStatus } from '#flows/engine/execution.ts';
import type { Watch } from '#flows/engine/session.ts';
import type { ExpressionHost } from '#flows/expression/host.ts';
import { parseTime } from '#flows/language/iso-time.ts';
import { answerTo, attemptOf, payloadOf } from './answer-to.ts';
import type { Belief } from './belief.ts';
import type { RecordedRun } from './recorded-run.ts';

/** Events after which a replay gives up. */
const most = 200_000;

interface Due {
  at: number;
  event: EngineEvent & ({ task: number } | { timer: number });
  /** Which call it answers. */
  call?: string;
}

/** What a replay came to, to be held against what is recorded. */
export interface Account {
  status: ExecutionStatus;
  /** Paths that were called, with the newest attempt of each. */
  called: ReadonlyMap<string, number>;
  /** Calls whose failure was told, in order. */
  failures: { call: string; at: number }[];
  /** Calls of which there is no record, with the call whose answer led there. */
  unrecorded: { path: string; after: string | undefined }[];
}

/**
 * Runs a machine again with what its actions are known to have answered, in the order of time, up to the end of the
 * run or to `now` (milliseconds). `watch` is told what happens. Nothing is called and nothing is waited for.
 */
export async function replay(
  machine: Machine,
  run: RecordedRun,
  now: number,
  watch: Watch,
  belief: Belief,
  host: ExpressionHost,
): Promise<Account> {
  const startedAt = parseTime(run.startedAt) ?? now;
  const last = lastMoment(run, now);
  const effects = new Map(run.effects.map((effect) => [effect.path, effect]));
  const calls = new Map<string, number>();
  const due: Due[] = [];
  const account = {
    called: new Map<string, number>(),
    failures: [] as Account['failures'],
    unrecorded: [] as Account['unrecorded'],
  };
  const context = { Execution: {}, StateMachine: {} };
  // Whatever was random is recorded, or was a delay whose end is recorded.
  const step = (event: EngineEvent, at: number) => advance(machine, execution, event, at, () => 0, { watch, host });
  let execution: Parameters<typeof advance>[1];
  let time = startedAt;
  let heard: string | undefined;
  let transition = await step({ type: 'start', input: run.input, context }, time);
  for (let events = 0; events < most; events++) {
    execution = transition.execution;
    for (const effect of transition.effects) note(effect);
    if (execution.status !== 'RUNNING') break;
    const next = takeEarliest(due);
    if (!next || next.at > last) break;
    time = Math.max(time, next.at);
    heard = next.call;
    if (next.event.type === 'taskFailed') account.failures.push({ call: next.call ?? '', at: time });
    transition = await step(next.event, time);
  }
  return { status: transition.execution.status, ...account };

  function note(effect: EngineEffect): void {
    if (effect.type === 'invoke') ask(effect);
    // The deadline of the whole run is told by the run's status: clocks differ by moments.
    const isDeadline = effect.type === 'setTimer' && effect.timer === execution?.inner.deadline;
    if (effect.type === 'setTimer' && !isDeadline)
      due.push({ at: effect.at, event: { type: 'timerFired', timer: effect.timer } });
    if (effect.type === 'cancelTimer') drop(due, (event) => 'timer' in event && event.timer === effect.timer);
    if (effect.type === 'cancelTask') drop(due, (event) => 'task' in event && event.task === effect.task);
  }

  function ask(effect: EngineEffect & { type: 'invoke' }): void {
    const path = String(payloadOf(effect).path ?? '');
    const count = (calls.get(path) ?? 0) + 1;
    calls.set(path, count);
    const call = `${path} ${count}`;
    account.called.set(path, attemptOf(effect));
    const record = effects.get(path);
    if (!record && path !== '') account.unrecorded.push({ path, after: heard });
    const answer = answerTo(effect, { run, effect: record, count, time, belief });
    if (!answer || belief.unheard.has(call)) return;
    const at = Math.min(answer.at ?? time, effect.timeoutAt ?? Number.POSITIVE_INFINITY);
    due.push({ at: Math.max(at, belief.notBefore.get(call) ?? at), event: answer.event, call });
  }
}

/** Equal times go in the order in which they were asked for. */
function takeEarliest(due: Due[]): Due | undefined {
  let best = 0;
  for (let index = 1; index < due.length; index++) if (due[index]!.at < due[best]!.at) best = index;
  return due.splice(best, 1)[0];
}

function drop(due: Due[], matches: (event: Due['event']) => boolean): void {
  const index = due.findIndex(({ event }) => matches(event));
  if (index >= 0) due.splice(index, 1);
}

/**
 * Nothing later than this is known to have happened. A run that succeeded went through to its end; one that was stopped
 * hears nothing of what that stops in its turn.
 */
function lastMoment({ status, endedAt }: RecordedRun, now: number): number {
  if (status === 'succeeded') return Number.POSITIVE_INFINITY;
  const end = status === 'running' || endedAt === undefined ? undefined : parseTime(endedAt);
  if (end === undefined) return now;
  return status === 'failed' ? end : end - 1;
}
