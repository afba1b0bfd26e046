import { randomBytes } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import { namedMoment } from '#flows/language/moment-in.ts';
import type { Problem } from '#flows/language/problem.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { type Language, languageOf } from '#functions/middleware/language-of.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { refusalText } from '#functions/middleware/refusal-text.ts';
import { readSettings } from '#functions/store/settings.ts';
import { shownProblem } from '../show/shown-problem.ts';

const always = { 'cache-control': 'no-store' };

/** Turns what a handler throws into an answer a person can act on; what was not foreseen is logged under a number. */
export function answerErrors(): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    after: ({ response }) => {
      if (response) response.headers = { ...always, ...response.headers };
    },
    onError: async (request) => {
      const error = request.error instanceof AppError ? request.error : unforeseen(request.error);
      const params = await withNamedTime(error.params);
      request.response = result(error, params, languageOf(request.event.headers['accept-language']));
      // A refusal is an answer: only what was not foreseen is a warning in the log.
      if (error.status < 500) request.error = null;
    },
  };
}

/** A time in a sentence is one of the workspace's zone, which is named. */
async function withNamedTime(params: AppError['params']): Promise<AppError['params']> {
  if (typeof params.at !== 'string') return params;
  const settings = await readSettings().catch(() => undefined);
  return { ...params, at: namedMoment(params.at, settings?.timeZone ?? 'UTC') };
}

function result(error: AppError, params: AppError['params'], language: Language): HttpResult {
  const { code, field, problems } = error;
  const body = {
    error: {
      code,
      ...refusalText('api', code, params, language),
      ...(field !== undefined && { field }),
      ...(problems && { problems: problems.map((problem: Problem) => shownProblem(problem, language)) }),
    },
  };
  return {
    statusCode: error.status,
    headers: { 'content-type': 'application/json', ...always, ...error.headers },
    body: JSON.stringify(body),
  };
}

function unforeseen(error: unknown): AppError {
  const number = randomBytes(6).toString('hex');
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  logLine('ERROR', 'api', { number, error: name, reason: message, stack });
  return new AppError(500, 'internal', { params: { number } });
}
