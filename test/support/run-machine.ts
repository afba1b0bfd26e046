import { advance } from '#flows/engine/advance.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { EngineEffect, EngineEvent, Execution, HistoryEvent } from '#flows/engine/execution.ts';
import type { Objects } from '#flows/engine/objects.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

export type Invocation = EngineEffect & { type: 'invoke' };

/** What a task does: answers or fails `after` some seconds, or never. */
export type TaskAnswer =
  | { output: Json; after?: number }
  | { error: string; cause?: string; after?: number }
  | { heartbeats: number; every: number; output: Json }
  | 'silent';

export interface MachineRun {
  status: Execution['status'];
  output?: Json;
  error?: string;
  cause?: string;
  /** Virtual seconds from start to end. */
  seconds: number;
  calls: Invocation[];
  effects: EngineEffect[];
  history: HistoryEvent[];
  execution: Execution;
}

export interface RunOptions {
  input?: Json;
  context?: { Execution: JsonObject; StateMachine: JsonObject };
  /** By state name, one answer for every call or one for each; or a function of the call. */
  tasks?:
    | Record<string, TaskAnswer | TaskAnswer[]>
    | ((call: Invocation, count: number, now: number, execution: Execution) => TaskAnswer);
  /** Events from outside, by virtual second. */
  events?: { after: number; event: EngineEvent }[];
  random?: () => number;
  /** What is kept of the execution between two transitions; a copy through JSON by default. */
  keep?: (execution: Execution) => Execution;
  objects?: Objects;
  type?: 'STANDARD' | 'EXPRESS';
  /** The longest the run may take, in events. */
  most?: number;
}

export const startedAt = Date.UTC(2026, 4, 1, 12);

const ownContext = {
  Execution: {
    Id: 'arn:aws:states:us-east-1:000000000000:execution:machine:run',
    Name: 'run',
    RoleArn: 'arn:aws:iam::000000000000:role/machine',
    StartTime: '2026-05-01T12:00:00.000Z',
  },
  StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', Name: 'machine' },
};

/** Runs a machine in virtual time until it ends or waits for nothing that will ever come. */
export async function runMachine(definition: JsonObject, options: RunOptions = {}): Promise<MachineRun> {
  const { input = {}, tasks = {}, events = [], random = () => 0.5, most = 10_000, context = ownContext } = options;
  const keep = options.keep ?? ((kept: Execution) => JSON.parse(JSON.stringify(kept)) as Execution);
  const machine = parseMachine(definition, options.type);
  const due: { at: number; event: EngineEvent }[] = events.map(({ after, event }) => ({
    at: startedAt + after * 1000,
    event,
  }));
  const effects: EngineEffect[] = [];
  const history: HistoryEvent[] = [];
  const calls: Invocation[] = [];
  const counts = new Map<string, number>();
  let now = startedAt;
  let execution: Execution | undefined;
  let event: EngineEvent | undefined = { type: 'start', input, context };
  for (let count = 0; event && count < most; count++) {
    const transition = await advance(machine, execution, event, now, random, {
      history: true,
      ...(options.objects && { objects: options.objects }),
    });
    execution = keep(transition.execution);
    effects.push(...transition.effects);
    history.push(...transition.history);
    for (const effect of transition.effects) follow(effect);
    if (execution.status !== 'RUNNING') break;
    due.sort((a, b) => a.at - b.at);
    const next = due.shift();
    now = Math.max(now, next?.at ?? now);
    event = next?.event;
  }
  const { status, output, error, cause, endedAt } = execution!;
  return {
    status,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    seconds: ((endedAt ?? now) - startedAt) / 1000,
    calls,
    effects,
    history,
    execution: execution!,
  };

  function follow(effect: EngineEffect): void {
    if (effect.type === 'setTimer') due.push({ at: effect.at, event: { type: 'timerFired', timer: effect.timer } });
    if (effect.type === 'cancelTimer') drop((other) => other.type === 'timerFired' && other.timer === effect.timer);
    if (effect.type === 'cancelTask') drop((other) => 'task' in other && other.task === effect.task);
    if (effect.type !== 'invoke') return;
    const count = counts.get(effect.state) ?? 0;
    counts.set(effect.state, count + 1);
    calls.push(effect);
    const known =
      typeof tasks === 'function'
        ? tasks(effect, count, now, execution!)
        : (tasks[effect.state] ?? { output: effect.arguments });
    const answer = Array.isArray(known) ? (known[count] ?? known.at(-1)!) : known;
    if (answer !== 'silent') due.push(...answered(effect.task, answer));
  }

  function answered(task: number, answer: Exclude<TaskAnswer, 'silent'>): typeof due {
    if ('heartbeats' in answer) {
      const beats = Array.from({ length: answer.heartbeats }, (_, index) => ({
        at: now + (index + 1) * answer.every * 1000,
        event: { type: 'taskHeartbeat' as const, task },
      }));
      const end = now + (answer.heartbeats + 1) * answer.every * 1000;
      return [...beats, { at: end, event: { type: 'taskSucceeded', task, output: answer.output } }];
    }
    const at = now + (answer.after ?? 0) * 1000;
    if ('output' in answer) return [{ at, event: { type: 'taskSucceeded', task, output: answer.output } }];
    const { error, cause } = answer;
    return [{ at, event: { type: 'taskFailed', task, error, ...(cause !== undefined && { cause }) } }];
  }

  function drop(matches: (event: EngineEvent) => boolean): void {
    for (let index = due.length - 1; index >= 0; index--) if (matches(due[index]!.event)) due.splice(index, 1);
  }
}

/** A JSONata machine of these states, the first of them its start. */
export function machineOf(states: JsonObject, more: JsonObject = {}): JsonObject {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0]!, States: states, ...more };
}
