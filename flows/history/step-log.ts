import type { StateOrigin } from '#flows/compiler/compiled.ts';
import { type Cursor, stateOf, type Watch } from '#flows/engine/session.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { expressionFailure } from '#flows/text/expression-failure.ts';
import { type Failure, failure } from '#flows/text/failure.ts';

/** What a replay shows of one step in one place. */
export interface StepRecord {
  status: 'running' | 'succeeded' | 'failed';
  startedAt: string;
  endedAt?: string;
  /** When it goes on or gives up, where that is set. */
  until?: string;
  input?: Json;
  output?: Json;
  error?: Failure;
  /** Left through its Catch: the error was dealt with. */
  caught?: boolean;
  /** Number of the case that a branching step took, null for its default. */
  rule?: number | null;
  /** Variables as a branching step saw them. */
  variables?: Record<string, Json>;
  /** Iterations that a loop began, or rounds. */
  iterations: number;
  /** Numbers of the iterations that failed, those that the loop put up with too. */
  failed?: Set<number>;
}

/** How the paths of steps begin in an iteration that is told by itself: `lines[]/` in the source map, `lines[3]/` here. */
export interface PathPrefix {
  static: string;
  text: string;
}

/** What has happened to each step, by its path, and who is to be told what happens. */
export interface StepLog {
  steps: Map<string, StepRecord>;
  watch: Watch;
}

/** Gathers what happens to each step, by its path in the run (`lines[0]/tell`). */
export function stepLog(
  sourceMap: Readonly<Record<string, StateOrigin>>,
  prefix: PathPrefix = { static: '', text: '' },
): StepLog {
  const steps = new Map<string, StepRecord>();
  return { steps, watch };

  function watch(cursor: Cursor, type: string, details: JsonObject): void {
    if (type === 'ExecutionStarted' || type.startsWith('MapIteration')) {
      if (type === 'MapIterationStarted') countIteration(cursor);
      if (type === 'MapIterationFailed') noteFailed(cursor);
      return;
    }
    if (type === 'ScopeFailed' && cursor.owner && isGuard(cursor.owner)) noteFailed(cursor.owner.cursor);
    const origin = sourceMap[cursor.thread.state];
    if (!origin) return;
    const path = pathOf(origin, cursor, prefix);
    if (origin.role === 'round') noteRound(steps.get(path), type, details);
    if (origin.role === 'helper') noteHelper(steps.get(path), cursor, type, details, origin.step);
    if (origin.role !== 'step') return;
    const at = formatTime(cursor.session.now);
    if (type.endsWith('StateEntered')) {
      const before = steps.get(path);
      steps.set(path, { iterations: 0, ...before, status: 'running', startedAt: before?.startedAt ?? at });
    }
    const step = steps.get(path);
    if (step) note(step, cursor, type, details, origin, at);
  }

  function countIteration(cursor: Cursor): void {
    const step = loopAround(cursor);
    if (step) step.iterations = Math.max(step.iterations, cursor.owner!.slot + 1);
  }

  function noteFailed(cursor: Cursor): void {
    const step = loopAround(cursor);
    if (step) step.failed = new Set([...(step.failed ?? []), cursor.owner!.slot]);
  }

  function loopAround(cursor: Cursor): StepRecord | undefined {
    const owner = cursor.owner!;
    const origin = sourceMap[owner.state.name];
    return origin && steps.get(pathOf(origin, owner.cursor, prefix));
  }

  /** Whether it holds the steps of an iteration whose loop goes on after errors. */
  function isGuard({ state, cursor }: NonNullable<Cursor['owner']>): boolean {
    const around = cursor.owner?.state;
    return (
      state.type === 'Parallel' &&
      around?.type === 'Map' &&
      sourceMap[around.name]?.step === sourceMap[state.name]?.step
    );
  }
}

/** A round of a repeat begins when the state before it is left. */
function noteRound(step: StepRecord | undefined, type: string, { at, assignedVariables }: JsonObject): void {
  if (!step) return;
  if (type === 'TimerSet') step.until = formatTime(at as number);
  if (!type.endsWith('StateExited')) return;
  const [round] = Object.values(assignedVariables as Record<string, { index?: number }>);
  step.iterations = (round?.index ?? 0) + 1;
  delete step.until;
}

/** A step whose time is over asks what stands: what it is told then is its outcome. */
function noteHelper(step: StepRecord | undefined, cursor: Cursor, type: string, details: JsonObject, id: string): void {
  if (!step || stateOf(cursor).type !== 'Task') return;
  if (type === 'TaskStateEntered') {
    step.status = 'running';
    delete step.endedAt;
    delete step.error;
  } else if (type === 'StateFailed') step.error = plainError(details, id);
  else if (type === 'LambdaFunctionSucceeded') {
    delete step.error;
    step.output = details.output!;
  } else if (type === 'TaskStateExited' || type === 'ScopeFailed') {
    step.status = step.error ? 'failed' : 'succeeded';
    step.caught = type === 'TaskStateExited' && step.error !== undefined;
    step.endedAt = formatTime(cursor.session.now);
  }
}

function note(
  step: StepRecord,
  cursor: Cursor,
  type: string,
  details: JsonObject,
  { step: id }: StateOrigin,
  at: string,
): void {
  const state = stateOf(cursor);
  if (type === 'ChoiceStateEntered') step.variables = allVariables(cursor);
  else if (type === 'RuleChosen') step.rule = details.rule as number;
  else if (type === 'TimerSet') step.until = formatTime(details.at as number);
  else if (/^(LambdaFunction|Task)Scheduled$/.test(type)) {
    const payload = (details.input ?? details.parameters) as JsonObject;
    step.input = ((payload.Payload ?? payload) as JsonObject).input ?? null;
    Object.assign(step, givesUp(cursor, details.timeoutInSeconds));
  } else if (/^(LambdaFunction|Task|ParallelState|MapState)Succeeded$/.test(type)) {
    delete step.error;
    if (details.output !== undefined) step.output = details.output;
  } else if (type === 'StateFailed') step.error = plainError(details, id);
  else if (type === 'ScopeFailed') {
    step.error = plainError(details, id);
    step.status = 'failed';
    step.endedAt = at;
  } else if (type.endsWith('StateExited')) {
    step.status = step.error ? 'failed' : 'succeeded';
    step.caught = step.error !== undefined;
    step.endedAt = at;
    if (type === 'ChoiceStateExited') step.rule ??= null;
    const assigned = (details.assignedVariables as JsonObject | undefined)?.[id];
    const ends = 'leave' in state && state.leave.next === undefined;
    const value = assigned ?? (ends && details.output !== null ? details.output : undefined);
    if (value !== undefined && !step.error && state.type !== 'Task' && state.type !== 'Choice') step.output = value;
  }
}

function givesUp({ session }: Cursor, seconds: Json | undefined): Pick<StepRecord, 'until'> {
  return typeof seconds === 'number' ? { until: formatTime(session.now + seconds * 1000) } : {};
}

/** The step's path with the index of each iteration and round around it. */
function pathOf({ path }: StateOrigin, cursor: Cursor, prefix: PathPrefix): string {
  const indices: number[] = [];
  for (let owner = cursor.owner; owner; owner = owner.cursor.owner) {
    if (owner.state.type === 'Map') indices.unshift(owner.slot);
  }
  const rest = path.slice(prefix.static.length);
  return (
    prefix.text +
    rest.replace(/\[(?:#([^\]]*))?\]/g, (_, round?: string) => {
      const index =
        round === undefined ? indices.shift() : (allVariables(cursor)[round] as JsonObject | undefined)?.index;
      return `[${index ?? ''}]`;
    })
  );
}

/** Also those outside of a distributed Map, where the machine hands their values in. */
function allVariables(cursor: Cursor): Record<string, Json> {
  return { ...(cursor.owner && allVariables(cursor.owner.cursor)), ...cursor.thread.variables };
}

/** An error of the machine in the words of a flow: the class, and the sentence for people. */
function plainError({ error, cause }: JsonObject, step: string): Failure {
  const code = String(error ?? 'Internal');
  const text = String(cause ?? '');
  if (code === 'States.QueryEvaluationError') {
    const refused = /threw an error during evaluation[.:] (?:D3137: )?InvalidInput: ([\s\S]*)$/.exec(text)?.[1];
    if (refused !== undefined) return { code: 'InvalidInput', message: refused };
    const told = expressionFailure(text, step);
    if (told) return told;
    return {
      code: 'ExpressionFailed',
      message: text.replace(/^An error occurred while executing the state .*? #\d+\)\. /, ''),
    };
  }
  if (code === 'States.DataLimitExceeded') return { code: 'TooLarge', message: messageIn(text) };
  if (code === 'States.Timeout') return failure('Timeout', { id: 'stepTooLong' });
  return { code, message: messageIn(text) };
}

function messageIn(text: string): string {
  try {
    const { errorMessage, message } = JSON.parse(text) as { errorMessage?: string; message?: string };
    return message ?? (errorMessage === undefined ? text : messageIn(errorMessage));
  } catch {
    return text;
  }
}
