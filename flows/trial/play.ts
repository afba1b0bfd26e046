import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { parseInput } from '#flows/connectors/fitting.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import { advance } from '#flows/engine/advance.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { EngineEffect, EngineEvent, Execution } from '#flows/engine/execution.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { type LargeLoops, largeLoops } from './large-loops.ts';
import { type AnswerSource, answerOf, type KnownAnswers, type TrialAnswer } from './trial-answer.ts';
import { TrialRecords } from './trial-records.ts';

type Invocation = EngineEffect & { type: 'invoke' };
type TaskEvent = Extract<EngineEvent, { type: 'taskSucceeded' | 'taskFailed' }>;

/** Why a dry run was not played to its end. */
export type Cut = 'events' | 'calls' | 'size';

/** What a dry run may take: events of the engine, calls, and characters of JSON that are kept. */
const most: Record<Cut, number> = { events: 20_000, calls: 2_000, size: 8_000_000 };

/** Milliseconds of the virtual clock that a call takes. */
const usualCall = 300;

/** What came of playing a machine. */
export interface Played {
  execution: Execution;
  records: TrialRecords;
  loops: LargeLoops;
  /** Where the answer of each called path came from. */
  sources: Map<string, AnswerSource>;
  /** Milliseconds since 1970 by the virtual clock. */
  endedAt: number;
  cut?: Cut;
}

interface Due {
  at: number;
  event: EngineEvent & ({ task: number } | { timer: number });
}

/**
 * Plays a compiled machine by the engine that runs it on one machine: nothing is called, answers are those that are
 * known, and waiting is a matter of the virtual clock, which begins at `startedAt` (milliseconds since 1970).
 */
export function play(
  { definition, type }: { definition: JsonObject; type: 'STANDARD' | 'EXPRESS' },
  input: JsonObject,
  answers: KnownAnswers,
  startedAt: number,
): Promise<Played> {
  return new Player(answers, startedAt).play(parseMachine(definition, type, { checked: true }), input);
}

class Player {
  readonly #answers: KnownAnswers;
  readonly #records = new TrialRecords();
  readonly #loops = largeLoops();
  readonly #sources = new Map<string, AnswerSource>();
  #due: Due[] = [];
  #now: number;
  #calls = 0;
  #events = 0;

  constructor(answers: KnownAnswers, startedAt: number) {
    this.#answers = answers;
    this.#now = startedAt;
  }

  async play(machine: ReturnType<typeof parseMachine>, input: JsonObject): Promise<Played> {
    const context = { Execution: { Name: 'trial' }, StateMachine: { Name: 'trial' } };
    let event: EngineEvent | undefined = { type: 'start', input, context };
    let execution: Execution | undefined;
    while (event && !this.#cut) {
      this.#events += 1;
      const surroundings = { objects: this.#loops.objects };
      const transition = await advance(machine, execution, event, this.#now, () => 0.5, surroundings);
      execution = transition.execution;
      for (const effect of transition.effects) this.#follow(effect);
      event = execution.status === 'RUNNING' ? this.#next() : undefined;
    }
    const cut = execution!.status === 'RUNNING' ? this.#cut : undefined;
    return {
      execution: execution!,
      records: this.#records,
      loops: this.#loops,
      sources: this.#sources,
      endedAt: this.#now,
      ...(cut && { cut }),
    };
  }

  get #cut(): Cut | undefined {
    const used: Record<Cut, number> = { events: this.#events, calls: this.#calls, size: this.#records.size };
    return (Object.keys(most) as Cut[]).find((each) => used[each] >= most[each]);
  }

  /** What happens next; equal times go in the order in which they were asked for. */
  #next(): EngineEvent | undefined {
    const earliest = this.#due.reduce<Due | undefined>(
      (best, each) => (best && best.at <= each.at ? best : each),
      undefined,
    );
    if (!earliest) return undefined;
    this.#due = this.#due.filter((each) => each !== earliest);
    this.#now = Math.max(this.#now, earliest.at);
    return earliest.event;
  }

  #follow(effect: EngineEffect): void {
    switch (effect.type) {
      case 'invoke':
        this.#call(effect);
        break;
      case 'setTimer':
        this.#due.push({ at: effect.at, event: { type: 'timerFired', timer: effect.timer } });
        break;
      case 'cancelTimer':
        this.#due = this.#due.filter(({ event }) => !('timer' in event) || event.timer !== effect.timer);
        break;
      case 'cancelTask':
        this.#due = this.#due.filter(({ event }) => !('task' in event) || event.task !== effect.task);
        break;
      case 'end':
        break;
    }
  }

  #call(invocation: Invocation): void {
    const given = (invocation.arguments ?? {}) as JsonObject;
    const payload = (given.Payload ?? given) as JsonObject;
    const ofLoop = this.#loops.answer(payload, this.#now);
    if (payload.kind === 'endOfRun') this.#answer(invocation, 0, { output: null });
    else if (ofLoop) this.#answer(invocation, 0, 'error' in ofLoop ? { error: failed(ofLoop) } : ofLoop);
    else if (payload.operation === 'core.giveUp') this.#giveUp(invocation, payload);
    else this.#ask(invocation, payload);
  }

  #ask(invocation: Invocation, payload: JsonObject): void {
    this.#calls += 1;
    const { path, input = null } = payload as { path: string; input?: Json };
    const { answer, source } = answerOf(payload, this.#records.count(path), this.#answers);
    this.#sources.set(path, source);
    const isAction = !String(payload.operation).startsWith('core.');
    const call = { path, input, startedAt: this.#now, ...(isAction && { attempt: Number(payload.attempt) }) };
    if ('silent' in answer && !isAction) {
      this.#records.note(call);
      return;
    }
    const after = 'silent' in answer ? Number(payload.timeout) : usualCall;
    const refused = isAction && source !== 'chosen' ? misfit(payload, this.#answers.catalogue) : undefined;
    const outcome = refused ? { error: refused } : 'output' in answer ? answer : { error: failureOf(answer) };
    this.#records.note({ ...call, end: { at: this.#now + after, ...outcome } });
    this.#answer(invocation, after, {
      ...outcome,
      ...('retryAfter' in answer && { retryAfter: answer.retryAfter }),
    });
  }

  /** Nobody answered a step that waits: it fails a moment after its time is over. */
  #giveUp(invocation: Invocation, { path }: JsonObject): void {
    const error = failure('Timeout', { id: 'nothingCame' });
    this.#records.giveUp(String(path), this.#now + 1, error);
    this.#answer(invocation, 1, { error });
  }

  #answer(
    { task, arguments: given }: Invocation,
    after: number,
    outcome: { output: Json } | { error: Failure; retryAfter?: number | undefined },
  ): void {
    this.#due.push({ at: this.#now + after, event: eventOf(task, (given ?? {}) as JsonObject, outcome) });
  }
}

/** As the answer of a function arrives at the machine (compiler/task-payload.ts, TaskError). */
function eventOf(
  task: number,
  given: JsonObject,
  outcome: { output: Json } | { error: Failure; retryAfter?: number | undefined },
): TaskEvent {
  if ('output' in outcome) return { type: 'taskSucceeded', task, output: outcome.output };
  const { error, retryAfter } = outcome;
  const { step } = (given.Payload ?? given) as JsonObject;
  const errorMessage = JSON.stringify({ message: error.message, step, retryAfter });
  return {
    type: 'taskFailed',
    task,
    error: error.code,
    cause: JSON.stringify({ errorType: error.code, errorMessage }),
  };
}

function failed({ error, message }: { error: string; message: string }): Failure {
  return { code: error, message };
}

function failureOf(answer: Exclude<TrialAnswer, { output: Json }>): Failure {
  if ('silent' in answer) return failure('Timeout', { id: 'stepTooLong' });
  if (answer.message !== undefined) return { code: answer.error, message: answer.message };
  return failure(answer.error, { id: 'chosenFailure', params: { code: answer.error } });
}

/** Why an action would refuse its input. */
function misfit({ operation, input = null }: JsonObject, catalogue: Catalogue): Failure | undefined {
  const schema = operationOf(catalogue, String(operation), 'actions')?.input;
  try {
    if (schema) parseInput(schema, input);
    return undefined;
  } catch (error) {
    if (error instanceof ConnectorError) return error.failure;
    throw error;
  }
}
