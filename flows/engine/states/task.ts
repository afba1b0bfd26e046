import { tooMuchData } from '#flows/engine/data-limit.ts';
import { scopeOf } from '#flows/engine/scope.ts';
import { type Cursor, cancelTimer, emit, type Outcome, type Session, setTimer } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs, evaluateTemplate, type Scope } from '#flows/engine/template.ts';
import type { PendingTask, Thread } from '#flows/engine/thread.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes } from '#flows/language/json-size.ts';
import type { TaskState } from '../definition/machine.ts';

const longest = 99_999_999;

/** Task asks for its call, under its timeouts, and waits for the answer. */
export async function enterTask(cursor: Cursor, state: TaskState): Promise<Outcome> {
  const { session, thread } = cursor;
  const task = ++session.execution.inner.tasks;
  const token = state.resource.endsWith('.waitForTaskToken') ? newToken(cursor, task) : undefined;
  const scope = scopeOf(cursor, token === undefined ? {} : { token });
  const input = state.arguments ? await evaluateTemplate(state.arguments, scope) : thread.input;
  if (!fitsInBytes(input, dataLimit)) throw tooMuchData(state.resource);
  const timeout = state.timeout && (await secondsOf(state.timeout, scope, 'TimeoutSeconds'));
  const heartbeat = state.heartbeat && (await secondsOf(state.heartbeat, scope, 'HeartbeatSeconds'));
  if (timeout !== undefined && heartbeat !== undefined && heartbeat >= timeout) {
    throw new StateFailure(
      'States.QueryEvaluationError',
      `The HeartbeatSeconds field must be smaller than TimeoutSeconds (${timeout}) but was: ${heartbeat}`,
      'HeartbeatSeconds',
    );
  }
  const credentials = state.credentials && (await evaluateTemplate(state.credentials, scope));
  emitScheduled(cursor, state, input, {
    ...(timeout !== undefined && { timeoutInSeconds: timeout }),
    ...(heartbeat !== undefined && { heartbeatInSeconds: heartbeat }),
    ...(credentials !== undefined && { taskCredentials: { roleArn: (credentials as JsonObject).RoleArn! } }),
  });
  const timeoutAt = timeout === undefined ? undefined : session.now + timeout * 1000;
  session.effects.push({
    type: 'invoke',
    task,
    state: state.name,
    resource: state.resource,
    arguments: input,
    ...(timeoutAt !== undefined && { timeoutAt }),
    ...(heartbeat !== undefined && { heartbeat: heartbeat * 1000 }),
    ...(token !== undefined && { token }),
    ...(credentials !== undefined && { credentials }),
  });
  thread.pending = {
    kind: 'task',
    task,
    ...(timeoutAt !== undefined && { timeout: setTimer(session, timeoutAt) }),
    ...(heartbeat !== undefined && {
      heartbeat: { timer: setTimer(session, session.now + heartbeat * 1000), seconds: heartbeat },
    }),
  };
  return 'wait';
}

/** The call has answered. */
export function taskSucceeded(cursor: Cursor, state: TaskState, output: Json): Outcome {
  settle(cursor);
  if (!fitsInBytes(output, dataLimit)) throw tooMuchData(state.resource);
  emit(cursor, isLambda(state.resource) ? 'LambdaFunctionSucceeded' : 'TaskSucceeded', {
    ...service(state.resource),
    output,
  });
  return { leave: state.leave, result: output };
}

/** The call has failed: throws what Retry and Catch will judge. */
export function taskFailed(cursor: Cursor, state: TaskState, error: string, cause: string | undefined): never {
  settle(cursor);
  const type = isLambda(state.resource) ? 'LambdaFunctionFailed' : 'TaskFailed';
  emit(cursor, type, { ...service(state.resource), error, ...(cause !== undefined && { cause }) });
  throw new StateFailure(error, cause);
}

/**
 * One of the task's own timers has fired: the call is given up. A missed heartbeat is a States.Timeout, too, which Retry
 * and Catch may also call States.HeartbeatTimeout.
 */
export function taskTimedOut(cursor: Cursor, state: TaskState, timer: number): never {
  const pending = cursor.thread.pending as PendingTask;
  const error = 'States.Timeout';
  const alias = pending.timeout === timer ? undefined : 'States.HeartbeatTimeout';
  settle(cursor, timer);
  cursor.session.effects.push({ type: 'cancelTask', task: pending.task });
  emit(cursor, isLambda(state.resource) ? 'LambdaFunctionTimedOut' : 'TaskTimedOut', {
    ...service(state.resource),
    error,
  });
  throw new StateFailure(error, undefined, undefined, false, alias);
}

/** A sign of life: the heartbeat's time starts again. */
export function taskHeartbeat(session: Session, thread: Thread): void {
  const pending = thread.pending as PendingTask;
  if (!pending.heartbeat) return;
  cancelTimer(session, pending.heartbeat.timer);
  pending.heartbeat = {
    ...pending.heartbeat,
    timer: setTimer(session, session.now + pending.heartbeat.seconds * 1000),
  };
}

/** The call of a task that waits for a token has been answered. */
export function taskSubmitted(cursor: Cursor, state: TaskState, output: Json): void {
  emit(cursor, 'TaskSubmitted', { ...service(state.resource), output });
}

/** Ends the wait and the timers that have not fired. */
function settle(cursor: Cursor, fired?: number): void {
  const pending = cursor.thread.pending as PendingTask;
  for (const timer of [pending.timeout, pending.heartbeat?.timer]) {
    if (timer !== fired) cancelTimer(cursor.session, timer);
  }
  delete cursor.thread.pending;
}

async function secondsOf(template: NonNullable<TaskState['timeout']>, scope: Scope, field: string): Promise<number> {
  const value = await evaluateAs<number>(template, scope, 'number', field);
  if (Number.isInteger(value) && value > 0 && value <= longest) return value;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The ${field} field must be a whole number from 1 to ${longest} but was: ${value}`,
    field,
  );
}

function emitScheduled(cursor: Cursor, state: TaskState, input: Json, more: JsonObject): void {
  if (isLambda(state.resource)) {
    emit(cursor, 'LambdaFunctionScheduled', { resource: state.resource, input, ...more });
    emit(cursor, 'LambdaFunctionStarted');
    return;
  }
  const region = String(cursor.session.execution.inner.context.Execution.Id ?? '').split(':')[3] ?? '';
  emit(cursor, 'TaskScheduled', { ...service(state.resource), region, parameters: input, ...more });
  emit(cursor, 'TaskStarted', service(state.resource));
}

function isLambda(resource: string): boolean {
  return /^arn:[^:]+:lambda:/.test(resource);
}

/** `invoke` and `lambda` of `arn:aws:states:::lambda:invoke`; nothing for a function's own ARN. */
function service(resource: string): JsonObject {
  const match = /^arn:[^:]+:states:[^:]*:[^:]*:(.+):([^:]+)$/.exec(resource);
  return match ? { resourceType: match[1]!, resource: match[2]! } : {};
}

/** Names the task and the execution, and cannot be guessed. */
function newToken(cursor: Cursor, task: number): string {
  const { session } = cursor;
  const secret = Array.from({ length: 4 }, () => Math.floor(session.random() * 2 ** 32).toString(36)).join('');
  return `${task}.${secret}.${encodeURIComponent(String(session.execution.inner.context.Execution.Id ?? ''))}`;
}
