import { randomBytes } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import { namedMoment } from '#flows/language/moment-in.ts';
import type { Language } from '#flows/text/language.ts';
import { AppError } from './app-error.ts';
import type { HttpEvent, HttpResult } from './http-event.ts';
import { languageOf } from './language-of.ts';
import { logLine } from './log-line.ts';
import { type Door, refusalText } from './refusal-text.ts';
import { shownProblem } from './shown-problem.ts';

/**
 * Turns what a handler throws into an answer that a person at the door can act on; what was not foreseen is a 500 and
 * logged under a number. A time in a sentence is one of `timeZone`, which is named.
 */
export function answerErrors(
  door: Door,
  timeZone: () => Promise<string> = async () => 'UTC',
): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    onError: async (request) => {
      const error = request.error instanceof AppError ? request.error : unforeseen(door, request.error);
      const { at } = error.params;
      const params = typeof at === 'string' ? { ...error.params, at: namedMoment(at, await timeZone()) } : error.params;
      request.response = result(door, error, params, languageOf(request.event.headers['accept-language']));
      // Callers of the API read why they are refused; of what senders are refused, the log alone tells anybody.
      if (door === 'api' && error.status < 500) request.error = null;
    },
  };
}

function result(door: Door, error: AppError, params: AppError['params'], language: Language): HttpResult {
  const { status, code, field, problems, headers } = error;
  const body = {
    error: {
      code,
      ...refusalText(door, code, params, language),
      ...(field !== undefined && { field }),
      ...(problems && { problems: problems.map((problem) => shownProblem(problem, language)) }),
    },
  };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function unforeseen(door: Door, thrown: unknown): AppError {
  const number = randomBytes(6).toString('hex');
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  logLine('ERROR', door, { number, error: name, reason: message, stack });
  return new AppError(500, 'internal', { params: { number } });
}
