import type { MiddlewareObj, Request } from '@middy/core';
import { isLogged, logLine } from './log-line.ts';

/** One line per call: which function, how long, how it ended; `describe` adds what the line should say of the event. */
export function logCall<Event, Result>(
  name: string,
  describe: (event: Event, result: Result | undefined) => Record<string, unknown>,
): MiddlewareObj<Event, Result> {
  const started = new WeakMap<object, number>();
  const write = (request: Request<Event, Result>) => {
    const level = request.error ? 'WARN' : 'INFO';
    if (!isLogged(level)) return;
    const ms = Math.round((performance.now() - (started.get(request) ?? performance.now())) * 10) / 10;
    const { name: error, message: reason, cause } = request.error ?? {};
    const told = request.error && { error, reason, ...(cause instanceof Error && { cause: cause.message }) };
    logLine(level, name, { ms, ...describe(request.event, request.response ?? undefined), ...told });
  };
  return {
    before: (request) => {
      if (isLogged('INFO')) started.set(request, performance.now());
    },
    after: write,
    onError: write,
  };
}
