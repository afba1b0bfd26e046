import middy from '@middy/core';
import { logCall } from '#functions/middleware/log-call.ts';
import { dispatcher } from './dispatch.ts';
import type { QueueAnswer, QueueBatch } from './queue-batch.ts';

/** Leads events to flows: a batch of the queue behind the bus, answered with those that are to come again. */
export const handler = middy<QueueBatch, QueueAnswer>({ timeoutEarlyInMillis: 0 })
  .use(
    logCall<QueueBatch, QueueAnswer>('dispatch', ({ Records }, answer) => ({
      events: Records?.length,
      again: answer?.batchItemFailures.length,
    })),
  )
  .handler(dispatcher());
