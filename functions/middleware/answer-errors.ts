import { randomUUID } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import type { z } from 'zod';
import type { errorBody } from '#functions/contract/route.ts';
import { AppError } from './app-error.ts';
import type { HttpEvent, HttpResult } from './http-event.ts';
import { logLine } from './log-line.ts';

/** Turns an AppError into its answer, and anything unexpected into a 500 with a reference that the log knows. */
export function answerErrors(): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    onError: (request) => {
      request.response = request.error instanceof AppError ? refusal(request.error) : failure(request.error);
    },
  };
}

function refusal({ status, code, message, help, headers }: AppError): HttpResult {
  return answer(status, { error: { code, message, ...(help !== undefined && { help }) } }, headers);
}

function failure(error: unknown): HttpResult {
  const reference = randomUUID();
  const { name, message, stack } = error as Error;
  logLine('ERROR', 'unexpected', { reference, name, reason: message, stack });
  const help = `Try again; if it stays so, give the reference ${reference} to whoever runs this server.`;
  return answer(500, { error: { code: 'internal', message: 'Something went wrong on our side.', help } }, {});
}

function answer(
  statusCode: number,
  body: z.output<typeof errorBody>,
  headers: Readonly<Record<string, string>>,
): HttpResult {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
