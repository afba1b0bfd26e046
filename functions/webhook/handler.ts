import middy from '@middy/core';
import { answerErrors } from '#functions/middleware/answer-errors.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { secureAnswers } from '#functions/middleware/secure-answers.ts';
import { callbacks } from './callbacks.ts';
import { receiver } from './receive.ts';

const receive = receiver();
const answer = callbacks();

/** Takes what vendors and callers send to `/hooks/<key>`, and answers to `/callbacks/<address>`. */
export const handler = middy<HttpEvent, HttpResult>({ timeoutEarlyInMillis: 0 })
  .use(
    // The address is a secret: it stays out of the log.
    logCall<HttpEvent, HttpResult>('webhook', ({ requestContext }, result) => ({
      method: requestContext?.http.method,
      status: result?.statusCode,
    })),
  )
  .use(secureAnswers())
  .use(answerErrors('webhook'))
  .handler((event) => (event.rawPath.startsWith('/callbacks/') ? answer(event) : receive(event)));
