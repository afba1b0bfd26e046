import { advance } from '#flows/engine/advance.ts';
import type { EngineEffect, EngineEvent } from '#flows/engine/execution.ts';
import { parseTime } from '#flows/engine/iso-time.ts';
import type { Machine } from '#flows/engine/machine.ts';
import type { Watch } from '#flows/engine/session.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';

/** Events after which a replay gives up. */
const most = 200_000;

interface Due {
  at: number;
  event: EngineEvent & ({ task: number } | { timer: number });
}

/**
 * Runs a machine again with what its actions are known to have answered, in the order of time, up to the end of the
 * run or to `now` (milliseconds). `watch` is told what happens. Nothing is called and nothing is waited for.
 */
export async function replay(machine: Machine, run: RecordedRun, now: number, watch: Watch): Promise<void> {
  const startedAt = parseTime(run.startedAt) ?? now;
  const last = lastMoment(run, now);
  const effects = new Map(run.effects.map((effect) => [effect.path, effect]));
  const calls = new Map<string, number>();
  const due: Due[] = [];
  const context = { Execution: {}, StateMachine: {} };
  // Whatever was random is recorded, or was a delay whose end is recorded.
  const step = (event: EngineEvent, at: number) => advance(machine, execution, event, at, () => 0, { watch });
  let execution: Parameters<typeof advance>[1];
  let time = startedAt;
  let transition = await step({ type: 'start', input: run.input, context }, time);
  for (let events = 0; events < most; events++) {
    execution = transition.execution;
    for (const effect of transition.effects) note(effect);
    if (execution.status !== 'RUNNING') return;
    const next = takeEarliest(due);
    if (!next || next.at > last) return;
    time = Math.max(time, next.at);
    transition = await step(next.event, time);
  }

  function note(effect: EngineEffect): void {
    if (effect.type === 'invoke') {
      const path = String(payloadOf(effect).path ?? '');
      const call = (calls.get(path) ?? 0) + 1;
      calls.set(path, call);
      const answer = answerTo(effect, run, effects.get(path), call);
      if (answer)
        due.push({
          at: Math.min(answer.at ?? time, effect.timeoutAt ?? Number.POSITIVE_INFINITY),
          event: answer.event,
        });
    }
    // The deadline of the whole run is told by the run's status: clocks differ by moments.
    const isDeadline = effect.type === 'setTimer' && effect.timer === execution?.inner.deadline;
    if (effect.type === 'setTimer' && !isDeadline)
      due.push({ at: effect.at, event: { type: 'timerFired', timer: effect.timer } });
    if (effect.type === 'cancelTimer') drop(due, (event) => 'timer' in event && event.timer === effect.timer);
    if (effect.type === 'cancelTask') drop(due, (event) => 'task' in event && event.task === effect.task);
  }
}

/** What a call answered and when; undefined when it is still under way or nobody knows. */
function answerTo(
  invocation: EngineEffect & { type: 'invoke' },
  run: RecordedRun,
  effect: RecordedEffect | undefined,
  call: number,
): { at?: number | undefined; event: Due['event'] } | undefined {
  const { task } = invocation;
  const { step, kind } = payloadOf(invocation);
  const succeeded = (output: Json, at?: string) => ({
    at: at === undefined ? undefined : parseTime(at),
    event: { type: 'taskSucceeded' as const, task, output },
  });
  const failed = (error: { code: string; message: string }, at?: string) => ({
    at: at === undefined ? undefined : parseTime(at),
    event: { type: 'taskFailed' as const, task, error: error.code, cause: causeText(error, step) },
  });
  if (kind === 'endOfRun') return succeeded(null);
  if (effect?.status === 'succeeded') return succeeded(effect.output ?? null, effect.endedAt);
  if (effect?.status === 'failed' && effect.error) {
    // While the run goes on, one more call than there were tries is one that is still to come.
    if (run.status === 'running' && call > effect.tries.length) return undefined;
    return failed(effect.error, effect.endedAt);
  }
  if (run.status === 'failed' && run.error?.step === step && run.error) return failed(run.error, run.endedAt);
  // An action that succeeded has a record: without one the call was refused, and the flow went on in spite of it.
  if (run.status === 'succeeded') return failed({ code: 'Internal', message: 'No record of this call was kept.' });
  return undefined;
}

/** What the function gets: of a task that waits for a token it stands in the arguments. */
function payloadOf({ arguments: given }: EngineEffect & { type: 'invoke' }): JsonObject {
  const payload = (given ?? {}) as JsonObject;
  return (payload.Payload ?? payload) as JsonObject;
}

/** As a function's error arrives at the machine (compiler/task-payload.ts, TaskError). */
function causeText({ code, message }: { code: string; message: string }, step: Json | undefined): string {
  return JSON.stringify({ errorType: code, errorMessage: JSON.stringify({ message, step }) });
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

/** Nothing later than this is known to have happened. A run that succeeded went through to its end. */
function lastMoment({ status, endedAt }: RecordedRun, now: number): number {
  if (status === 'succeeded') return Number.POSITIVE_INFINITY;
  return (status === 'running' || endedAt === undefined ? undefined : parseTime(endedAt)) ?? now;
}
