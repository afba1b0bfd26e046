import middy from '@middy/core';
import { logCall } from '#functions/middleware/log-call.ts';
import { type LedgerEvent, ledger } from './ledger.ts';

/** Writes how runs ended and settles those of which no word came. */
export const handler = middy<LedgerEvent, object | null>({ timeoutEarlyInMillis: 0 })
  .use(
    logCall<LedgerEvent, object | null>('ledger', (event) =>
      'Records' in event ? { changes: event.Records.length } : { ...event, output: undefined },
    ),
  )
  .handler(ledger);
