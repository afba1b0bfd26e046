import { randomUUID } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import type { z } from 'zod';
import type { errorBody } from '#functions/contract/route.ts';
import { AppError } from './app-error.ts';
import type { HttpEvent, HttpResult } from './http-event.ts';
import { type Language, languageOf } from './language-of.ts';
import { logLine } from './log-line.ts';
import { refusalText } from './refusal-text.ts';

/** Turns an AppError into its answer, and anything unexpected into a 500 with a reference that the log knows. */
export function answerErrors(): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    onError: (request) => {
      const language = languageOf(request.event.headers['accept-language']);
      request.response =
        request.error instanceof AppError ? refusal(request.error, language) : failure(request.error, language);
    },
  };
}

function refusal({ status, code, params, headers }: AppError, language: Language): HttpResult {
  return answer(status, { error: { code, ...refusalText('webhook', code, params, language) } }, headers);
}

function failure(error: unknown, language: Language): HttpResult {
  const reference = randomUUID();
  const { name, message, stack } = error as Error;
  logLine('ERROR', 'unexpected', { reference, name, reason: message, stack });
  return answer(
    500,
    { error: { code: 'internal', ...refusalText('webhook', 'internal', { reference }, language) } },
    {},
  );
}

function answer(
  statusCode: number,
  body: z.output<typeof errorBody>,
  headers: Readonly<Record<string, string>>,
): HttpResult {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
