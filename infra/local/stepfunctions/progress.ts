import { advance } from '#flows/engine/advance.ts';
import type { Machine as Program } from '#flows/engine/definition/machine.ts';
import type { EngineEffect, EngineEvent, Execution, Transition } from '#flows/engine/execution.ts';
import type { Objects } from '#flows/engine/objects.ts';
import type { ExpressionHost } from '#flows/expression/host.ts';

/** A call that the engine asked for. `submitted`: it has been answered, and whoever holds its token ends the task. */
export type Invocation = Extract<EngineEffect, { type: 'invoke' }> & { submitted?: true };

/** Where an execution stands: all that is needed to go on with it. */
export interface Progress {
  execution: Execution | undefined;
  /** How many events it has seen. */
  events: number;
  /** Tasks that have been asked for and not answered. */
  tasks: Map<number, Invocation>;
  /** Times of the timers that have been set and have not fired, in milliseconds since 1970. */
  timers: Map<number, number>;
}

/** Where an execution stands before its first event. */
export function noProgress(): Progress {
  return { execution: undefined, events: 0, tasks: new Map(), timers: new Map() };
}

/** Whether nobody waits for the event any more: the task was cancelled, the timer called off, or all is over. */
export function isStale({ execution, tasks, timers }: Progress, event: EngineEvent): boolean {
  if (event.type === 'start') return execution !== undefined;
  if (execution?.status !== 'RUNNING') return true;
  if (event.type === 'timerFired') return !timers.has(event.timer);
  return event.type !== 'stop' && !tasks.has(event.task);
}

/** Takes an execution one event further; the same arguments lead to the same progress. */
export async function stepExecution(
  program: Program,
  progress: Progress,
  event: EngineEvent,
  at: number,
  random: () => number,
  { history = false, objects, host }: { history?: boolean; objects: Objects | undefined; host: ExpressionHost },
): Promise<Transition> {
  const options = { history, host, ...(objects && { objects }) };
  const transition = await advance(program, progress.execution, event, at, random, options);
  progress.execution = transition.execution;
  progress.events += 1;
  if (event.type === 'taskSucceeded' || event.type === 'taskFailed') progress.tasks.delete(event.task);
  if (event.type === 'taskSubmitted') {
    progress.tasks.set(event.task, { ...progress.tasks.get(event.task)!, submitted: true });
  }
  if (event.type === 'timerFired') progress.timers.delete(event.timer);
  for (const effect of transition.effects) {
    if (effect.type === 'invoke') progress.tasks.set(effect.task, effect);
    else if (effect.type === 'cancelTask') progress.tasks.delete(effect.task);
    else if (effect.type === 'setTimer') progress.timers.set(effect.timer, effect.at);
    else if (effect.type === 'cancelTimer') progress.timers.delete(effect.timer);
  }
  return transition;
}

/** The progress as JSON text. */
export function writeProgress({ execution, events, tasks, timers }: Progress): string {
  return JSON.stringify({ execution, events, tasks: [...tasks.values()], timers: [...timers] });
}

/** The progress that writeProgress wrote. */
export function readProgress(text: string): Progress {
  const { execution, events, tasks, timers } = JSON.parse(text) as {
    execution: Execution;
    events: number;
    tasks: Invocation[];
    timers: [number, number][];
  };
  return { execution, events, tasks: new Map(tasks.map((task) => [task.task, task])), timers: new Map(timers) };
}
