import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EngineEffect, EngineEvent } from '#flows/engine/execution.ts';
import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../aws-error.ts';
import { executionArn } from './arn.ts';
import { writeAnswer, writeStart } from './engine-event.ts';
import { expressionHost } from './expression-host.ts';
import type { Ground } from './ground.ts';
import type { ExecutionRow } from './journal.ts';
import { type Delivery, type LiveExecution, startContext } from './live-execution.ts';
import type { Machine } from './machines.ts';
import type { Outbox } from './outbox.ts';
import { type Invocation, isStale, noProgress, type Progress, stepExecution, writeProgress } from './progress.ts';
import { type Invoke, runTask } from './run-task.ts';
import { seededRandom } from './seeded-random.ts';
import { readTaskToken, taskTimedOut } from './task-token.ts';

/** Events after which the state of an execution is written down, so that few must be replayed after a crash. */
const eventsPerSnapshot = 200;

/** Units of work in one event after which that is done too: they are not to be done again after a crash. */
const costlyWork = 200_000;

/**
 * The executions that run. Each event goes through the engine, into the journal, and only when it is durable there is
 * what the engine asked for carried out.
 */
export class Executions {
  readonly #ground: Ground;
  readonly #invoke: Invoke;
  readonly #outbox: Outbox;
  readonly #live = new Map<number, LiveExecution>();
  /** The STANDARD ones: those of EXPRESS cannot be asked for. */
  readonly #byArn = new Map<string, LiveExecution>();
  readonly #calls = new Set<Promise<void>>();
  #last: number;
  #state: 'running' | 'draining' | 'closed' = 'running';

  constructor(ground: Ground, invoke: Invoke, outbox: Outbox) {
    this.#ground = ground;
    this.#invoke = invoke;
    this.#outbox = outbox;
    this.#last = ground.journal.lastExecution;
  }

  get count(): number {
    return this.#live.size;
  }

  /** A running STANDARD execution, also one whose start is not durable yet. */
  find(machine: Machine, name: string): LiveExecution | undefined {
    return this.#byArn.get(executionArn(machine.name, machine.type, name));
  }

  /** Whether an execution of the machine runs. */
  anyOf(machine: Machine): boolean {
    for (const live of this.#live.values()) if (live.machine === machine) return true;
    return false;
  }

  /** Starts an execution; `input` as value and as text. What it returns tells by `started` when that is durable. */
  start(
    machine: Machine,
    { revision, version, key }: { revision: number; version: number | null; key: string },
    input: { value: Json; text: string },
  ): LiveExecution {
    if (this.#state !== 'running') throw stopping();
    const program = this.#ground.programs.get(machine, revision);
    this.#last += 1;
    const row: ExecutionRow = {
      id: this.#last,
      machine: machine.id,
      revision,
      version,
      name: key,
      status: 'RUNNING',
      started: this.#ground.clock.now(),
      ended: null,
      output: null,
      error: null,
      cause: null,
    };
    const live = this.#keep({ row, machine, program, progress: noProgress() }, false);
    const context = startContext(row, machine, this.#ground.machines);
    this.#deliver(live, { type: 'start', input: input.value, context }, writeStart(input.text));
    return live;
  }

  /** Ends an execution as ABORTED; resolves with its row when that is durable. */
  abort(live: LiveExecution, error?: string, cause?: string): Promise<ExecutionRow> {
    const ended = Promise.withResolvers<ExecutionRow>();
    live.onEnd.push(ended);
    const event: EngineEvent = {
      type: 'stop',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
    this.#deliver(live, event, JSON.stringify(event));
    return ended.promise;
  }

  /** Tells a task that waits for a token of its end or a sign of life; throws InvalidToken and TaskTimedOut. */
  answer(token: string, make: (task: number) => EngineEvent): Promise<void> {
    const { id, task } = readTaskToken(token);
    const live = this.#byArn.get(id);
    if (live?.progress.tasks.get(task)?.token !== token) throw taskTimedOut();
    const event = make(task);
    const settled = Promise.withResolvers<void>();
    this.#deliver(live, event, JSON.stringify(event), settled);
    return settled.promise;
  }

  /** Goes on with an execution of an earlier process: timers that have passed fire, tasks under way are called again. */
  async resume(row: ExecutionRow, machine: Machine, progress: Progress): Promise<void> {
    const program = this.#ground.programs.get(machine, row.revision);
    const live = this.#keep({ row, machine, program, progress }, true);
    const tasks = [...progress.tasks.values()];
    const timers = [...progress.timers].sort(([, a], [, b]) => a - b);
    const now = this.#ground.clock.now();
    for (const [timer, at] of timers) {
      const event: EngineEvent = { type: 'timerFired', timer };
      if (at > now) this.#setTimer(live, timer, at);
      else if (!isStale(progress, event)) await this.#advance(live, { event, text: JSON.stringify(event) });
    }
    for (const task of tasks) if (!task.submitted) this.#call(live, task);
    if (row.id % 100 === 0) await nextTurn();
  }

  /** Begins with an execution that an earlier process had only written down the start of. */
  begin(row: ExecutionRow, machine: Machine, start: Delivery & { at: number }): void {
    const program = this.#ground.programs.get(machine, row.revision);
    const live = this.#keep({ row, machine, program, progress: noProgress() }, true);
    live.waiting.push({ ...start, kept: true });
    void this.#advanceAll(live);
  }

  /** Ends an execution of an earlier process that the engine cannot go on with. */
  giveUp(row: ExecutionRow, machine: Machine, cause: string): void {
    this.#giveUp(this.#keep({ row, machine, program: undefined, progress: noProgress() }, true), undefined, cause);
  }

  /** Starts nothing new and resolves when the calls under way have ended, after `grace` milliseconds at the latest. */
  async drain(grace: number): Promise<void> {
    this.#state = 'draining';
    const { timers, clock } = this.#ground;
    const enough = Promise.withResolvers<void>();
    timers.set(clock.now() + grace, enough.resolve);
    await Promise.race([Promise.all(this.#calls), enough.promise]);
    await nextTurn();
    this.#state = 'closed';
    for (const { onEnd } of this.#live.values()) for (const { reject } of onEnd) reject(stopping());
  }

  #keep(parts: Pick<LiveExecution, 'row' | 'machine' | 'program' | 'progress'>, recorded: boolean): LiveExecution {
    const live: LiveExecution = {
      ...parts,
      recorded,
      snapshot: recorded,
      timers: new Map(),
      waiting: [],
      advancing: false,
      started: Promise.withResolvers(),
      onEnd: [],
    };
    if (recorded) live.started.resolve();
    this.#live.set(live.row.id, live);
    if (live.machine.type === 'STANDARD') this.#byArn.set(arnOf(live), live);
    return live;
  }

  #forget(live: LiveExecution): void {
    for (const timer of live.timers.values()) this.#ground.timers.cancel(timer);
    this.#live.delete(live.row.id);
    if (live.machine.type === 'STANDARD') this.#byArn.delete(arnOf(live));
  }

  /** The engine takes the events of one execution one after the other. */
  #deliver(live: LiveExecution, event: EngineEvent, text: string, settled?: PromiseWithResolvers<void>): void {
    live.waiting.push({ event, text, ...(settled && { settled }) });
    if (!live.advancing) void this.#advanceAll(live);
  }

  async #advanceAll(live: LiveExecution): Promise<void> {
    live.advancing = true;
    for (let next = live.waiting.shift(); next; next = live.waiting.shift()) {
      if (live.row.status !== 'RUNNING' || isStale(live.progress, next.event)) next.settled?.reject(taskTimedOut());
      else await this.#advance(live, next);
    }
    live.advancing = false;
  }

  async #advance(live: LiveExecution, given: Delivery): Promise<void> {
    const { row, machine, program, progress } = live;
    const delivery = { ...given, at: given.at ?? this.#ground.clock.now() };
    const before = progress.execution?.inner.work ?? 0;
    try {
      const random = seededRandom(this.#ground.journal.seed, row, progress.events);
      const host = expressionHost(this.#ground.expressions, machine.name, () => this.#recordStart(live, delivery));
      const transition = await stepExecution(program!, progress, delivery.event, delivery.at, random, {
        host,
        objects: this.#ground.objects,
      });
      const worked = (transition.execution.inner.work ?? 0) - before;
      this.#record(live, delivery, transition.effects, worked > costlyWork);
    } catch (error) {
      this.#giveUp(live, delivery, `The engine failed: ${(error as Error).message}`);
    }
  }

  /** Whoever starts an execution does not wait for expressions that take their time. */
  #recordStart(live: LiveExecution, delivery: Delivery & { at: number }): void {
    if (live.recorded || this.#state === 'closed') return;
    live.recorded = true;
    delivery.kept = true;
    const { commit, journal } = this.#ground;
    commit.add({
      run: () => {
        journal.start(live.row);
        journal.append(live.row.id, delivery.at, delivery.text);
      },
      durable: () => live.started.resolve(),
      refuse: (error: unknown) => this.#refuse(live, error),
    });
  }

  #giveUp(live: LiveExecution, delivery: (Delivery & { at: number }) | undefined, cause: string): void {
    this.#ground.report(`The execution ${live.machine.name}:${live.row.name} was ended. ${cause}`);
    this.#record(live, delivery, [{ type: 'end', status: 'FAILED', error: 'States.Runtime', cause }]);
  }

  /**
   * Writes down what happened; what follows from it waits until that is durable. EXPRESS only waits until the end of this
   * process cannot undo it: it may run twice, and after a loss of power its last steps do.
   */
  #record(
    live: LiveExecution,
    delivery: (Delivery & { at: number }) | undefined,
    effects: EngineEffect[],
    costly = false,
  ): void {
    if (this.#state === 'closed' || !this.#live.has(live.row.id)) return;
    const { commit, journal } = this.#ground;
    const { row, progress } = live;
    const end = effects.find((effect) => effect.type === 'end');
    if (end) close(live, end, delivery?.at ?? this.#ground.clock.now());
    const due = costly || progress.events % eventsPerSnapshot === 0;
    const snapshot = due && !end ? writeProgress(progress) : undefined;
    if (snapshot !== undefined) live.snapshot = true;
    const first = !live.recorded;
    live.recorded = true;
    const goOn = () => {
      delivery?.settled?.resolve();
      this.#carryOut(live, effects);
    };
    const express = live.machine.type === 'EXPRESS';
    commit.add({
      run: () => {
        if (end && express) return journal.erase(row.id);
        if (first) journal.start(row);
        if (delivery && !delivery.kept) journal.append(row.id, delivery.at, delivery.text);
        if (snapshot !== undefined) journal.putSnapshot(row.id, snapshot);
        if (!end) return;
        journal.finish(row);
        journal.tellLater(row.id);
        if (live.snapshot) journal.dropSnapshot(row.id);
      },
      ...(express && { written: goOn }),
      ...((first || !express) && {
        durable: () => {
          live.started.resolve();
          if (!express) goOn();
        },
      }),
      ...(first && { refuse: (error: unknown) => this.#refuse(live, error) }),
    });
  }

  #refuse(live: LiveExecution, error: unknown): void {
    this.#forget(live);
    const why = (error as Error).message;
    live.started.reject(new AwsError('ServiceUnavailable', `The execution could not be recorded: ${why}`, 503));
  }

  #carryOut(live: LiveExecution, effects: EngineEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'invoke') this.#call(live, effect);
      else if (effect.type === 'setTimer') this.#setTimer(live, effect.timer, effect.at);
      else if (effect.type === 'cancelTimer') this.#cancelTimer(live, effect.timer);
      else if (effect.type === 'end') this.#end(live);
    }
  }

  #end(live: LiveExecution): void {
    const { machine, row } = live;
    this.#forget(live);
    for (const { resolve } of live.onEnd) resolve(row);
    if (machine.type === 'STANDARD') this.#outbox.tell(row);
    if (machine.status === 'DELETING' && !this.anyOf(machine)) this.#ground.machines.finishDeleting(machine);
  }

  #setTimer(live: LiveExecution, number: number, at: number): void {
    if (this.#state !== 'running' || !live.progress.timers.has(number)) return;
    const timer = this.#ground.timers.set(at, () => {
      live.timers.delete(number);
      const event: EngineEvent = { type: 'timerFired', timer: number };
      this.#deliver(live, event, JSON.stringify(event));
    });
    live.timers.set(number, timer);
  }

  #cancelTimer(live: LiveExecution, number: number): void {
    const timer = live.timers.get(number);
    if (!timer) return;
    this.#ground.timers.cancel(timer);
    live.timers.delete(number);
  }

  #call(live: LiveExecution, task: Invocation): void {
    if (this.#state !== 'running' || live.progress.tasks.get(task.task) !== task) return;
    const call = runTask(this.#invoke, task).then((answer) => {
      this.#calls.delete(call);
      if (live.progress.tasks.get(task.task) !== task) return;
      if ('payload' in answer) {
        const type = task.token === undefined ? 'taskSucceeded' : 'taskSubmitted';
        const output = JSON.parse(answer.payload) as Json;
        this.#deliver(live, { type, task: task.task, output }, writeAnswer(type, task.task, answer.payload));
      } else {
        const event: EngineEvent = { type: 'taskFailed', task: task.task, ...answer };
        this.#deliver(live, event, JSON.stringify(event));
      }
    });
    this.#calls.add(call);
  }
}

function close({ row, machine }: LiveExecution, end: Extract<EngineEffect, { type: 'end' }>, at: number): void {
  row.status = end.status;
  row.ended = at;
  row.output = end.output === undefined ? null : JSON.stringify(end.output);
  // For STANDARD only the history names the error of an execution that took too long.
  row.error = end.status === 'TIMED_OUT' && machine.type === 'STANDARD' ? null : (end.error ?? null);
  row.cause = end.cause ?? null;
}

function arnOf({ machine, row }: LiveExecution): string {
  return executionArn(machine.name, machine.type, row.name);
}

function stopping(): AwsError {
  return new AwsError('ServiceUnavailable', 'Millrace is stopping.', 503);
}
