import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Language } from '#flows/text/language.ts';
import {
  type DeadLetter,
  readDeadLetters,
  redriveDeadLetter as redrive,
  deleteDeadLetter as remove,
} from '#functions/aws/dead-letters.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { refusalText } from '#functions/middleware/refusal-text.ts';
import type { Handle } from '../door/call.ts';

/** Events that could not be handled, newest first; a queue has no pages, so there is one. */
export const listDeadLetters: Handle<'listDeadLetters'> = async ({ language }) => {
  const letters = (await readDeadLetters()).sort((a, b) => b.sentAt - a.sentAt);
  return { items: letters.map((letter) => showDeadLetter(letter, language)) };
};

/** Puts an event back on its way. */
export const redriveDeadLetter: Handle<'redriveDeadLetter'> = async ({ params }) => {
  if (!(await redrive(params.id))) throw new AppError(404, 'noDeadLetter', { params });
};

/** Gives an event up. */
export const deleteDeadLetter: Handle<'deleteDeadLetter'> = async ({ params }) => {
  if (!(await remove(params.id))) throw new AppError(404, 'noDeadLetter', { params });
};

function showDeadLetter({ id, body, sentAt, receives }: DeadLetter, language: Language) {
  const event = read(body);
  const detail = (event.detail ?? {}) as JsonObject;
  return {
    id,
    event: String(detail.id ?? event.id ?? ''),
    trigger: String(detail.type ?? event['detail-type'] ?? ''),
    at: new Date(sentAt).toISOString(),
    attempts: receives,
    error: refusalText('api', 'deadLetter', {}, language).message,
    detail: event.detail ?? (body as Json),
  };
}

function read(body: string): JsonObject {
  try {
    return JSON.parse(body) as JsonObject;
  } catch {
    return {};
  }
}
