import { advance } from '#flows/engine/advance.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { EngineEffect, EngineEvent, Execution } from '#flows/engine/execution.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { largeLoops } from '#flows/trial/large-loops.ts';

/** What a task answers: an output, an error of a connector, or an error of Lambda itself. */
export type Answer =
  | { output: Json }
  | { error: string; message: string; retryAfter?: number }
  | { lambdaError: string; cause?: string }
  | { silent: true };

/** What came of a run: its end, the calls it made in order, what the ledger was told, and the seconds it took. */
export interface Played {
  status: string;
  output?: Json;
  error?: string;
  cause?: Json;
  calls: { path: string; operation: string; attempt: number; input: Json; connection?: string }[];
  ledger?: Json;
  seconds: number;
  /** Answers that were listed and that no call took. */
  unused?: string[];
}

const startedAt = Date.parse('2026-05-01T12:00:00Z');

/**
 * Runs a compiled definition in the engine. `answers` are by step path, or by step id for every path of it: one answer
 * for every call, or a list for the first, second, ... call (the last one repeated). A call without an answer throws.
 */
export async function play(
  definition: JsonObject,
  input: JsonObject,
  answers: Record<string, Answer | Answer[]>,
): Promise<Played> {
  const machine = parseMachine(definition);
  const calls: Played['calls'] = [];
  const counts = new Map<string, number>();
  const taken = new Map<string, number>();
  const timers = new Map<number, number>();
  const events: EngineEvent[] = [
    {
      type: 'start',
      input: executionInput(input),
      context: { Execution: { Name: 'r1' }, StateMachine: { Name: 'm' } },
    },
  ];
  const loops = largeLoops();
  let execution: Execution | undefined;
  let ledger: Json | undefined;
  let now = startedAt;
  let end: (EngineEffect & { type: 'end' }) | undefined;

  while (!end) {
    const event = events.shift() ?? nextTimer();
    const transition = await advance(machine, execution, event, now, () => 0.5, { objects: loops.objects });
    execution = transition.execution;
    for (const effect of transition.effects) {
      if (effect.type === 'invoke') call(effect);
      else if (effect.type === 'setTimer') timers.set(effect.timer, effect.at);
      else if (effect.type === 'cancelTimer') timers.delete(effect.timer);
      else if (effect.type === 'end') end = effect;
    }
  }
  const unused = Object.entries(answers).flatMap(([name, listed]) => {
    const all = Array.isArray(listed) ? listed.map((_, index) => `${name}: ${index}`) : [name];
    return all.slice(taken.get(name) ?? 0);
  });
  return {
    status: end.status,
    ...(end.output !== undefined && { output: end.output }),
    ...(end.error !== undefined && { error: end.error }),
    ...(end.cause !== undefined && { cause: readable(end.cause) }),
    calls,
    ...(ledger !== undefined && { ledger }),
    seconds: Math.round((now - startedAt) / 1000),
    ...(unused.length > 0 && { unused }),
  };

  function nextTimer(): EngineEvent {
    const [timer, at] = [...timers].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0] ?? [];
    if (timer === undefined || at === undefined) throw new Error('The run waits for nothing.');
    timers.delete(timer);
    now = Math.max(now, at);
    return { type: 'timerFired', timer };
  }

  function call({ task, resource, arguments: given }: EngineEffect & { type: 'invoke' }): void {
    const asked = given as JsonObject;
    const payload = (asked.Payload ?? asked) as JsonObject;
    if (resource.endsWith('millrace-ledger')) {
      ledger = payload;
      events.push({ type: 'taskSucceeded', task, output: {} });
      return;
    }
    const own = loops.answer(payload, now);
    if (own) {
      const cause = 'error' in own ? JSON.stringify({ errorMessage: JSON.stringify({ message: own.message }) }) : '';
      if ('error' in own) events.push({ type: 'taskFailed', task, error: own.error, cause });
      else events.push({ type: 'taskSucceeded', task, output: own.output });
      return;
    }
    const {
      path,
      operation,
      attempt,
      input: sent,
      connection,
      step,
    } = payload as unknown as Played['calls'][0] & { step: string };
    calls.push({ path, operation, attempt, input: sent, ...(connection !== undefined && { connection }) });
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    const name = [path, step].find((each) => Object.hasOwn(answers, each));
    if (name === undefined) throw new Error(`No answer is listed for the call of ${path}.`);
    taken.set(name, Math.max(taken.get(name) ?? 0, count + 1));
    const known = answers[name];
    const answer = (Array.isArray(known) ? (known[count] ?? known.at(-1)) : known) as Answer;
    if ('output' in answer) events.push({ type: 'taskSucceeded', task, output: answer.output });
    else if ('lambdaError' in answer) {
      events.push({
        type: 'taskFailed',
        task,
        error: answer.lambdaError,
        ...(answer.cause !== undefined && { cause: answer.cause }),
      });
    } else if ('error' in answer) {
      const { error, ...told } = answer;
      const errorMessage = JSON.stringify({ ...told, step });
      events.push({
        type: 'taskFailed',
        task,
        error,
        cause: JSON.stringify({ errorType: error, errorMessage, trace: [] }),
      });
    }
  }
}

function executionInput({ trigger = {}, env = {}, ...rest }: JsonObject): JsonObject {
  return {
    trigger,
    run: { id: 'r1', startedAt: '2026-05-01T12:00:00Z', eventAt: '2026-05-01T11:59:58Z', event: 'core:flow:1' },
    flow: { id: 'flow', name: 'Flow', version: 3 },
    env,
    ...rest,
  };
}

function readable(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
