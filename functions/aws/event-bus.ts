import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { client } from './clients.ts';
import { environment } from './environment.ts';
import { pauseBefore } from './persist.ts';

/** Entries and bytes of one PutEvents, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const entriesPerCall = 10;
const bytesPerCall = 256 * 1024;

/** Calls under way at once; events that come meanwhile travel together in the next. */
const callsAtOnce = 4;

/** Calls for entries that the bus does not take; what it refuses of one call passes as a throttle does. */
const tries = 6;

interface Waiting {
  type: string;
  detail: string;
  bytes: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** An event that the bus cannot carry. */
export class EventTooLarge extends Error {
  /** Kilobytes that the bus carries. */
  readonly limit = bytesPerCall / 1024;

  constructor(bytes: number) {
    super(`The event has ${Math.ceil(bytes / 1024)} KB; the bus carries ${bytesPerCall / 1024} KB.`);
    this.name = 'EventTooLarge';
  }
}

/**
 * Returns a function that puts an event on the bus and resolves when it is durable there. Events of one moment share
 * a call, which costs as much as one of them alone. Rejects with EventTooLarge, or when the bus took it in no try.
 */
export function eventBus(): (event: EventEnvelope) => Promise<void> {
  const waiting: Waiting[] = [];
  let calls = 0;
  let planned = false;

  const plan = () => {
    if (planned || calls >= callsAtOnce || waiting.length === 0) return;
    planned = true;
    // Requests that have already arrived come before the next call.
    setImmediate(() => {
      planned = false;
      while (calls < callsAtOnce && waiting.length > 0) {
        calls++;
        void put(takeBatch(waiting)).finally(() => {
          calls--;
          plan();
        });
      }
    });
  };

  return (event) =>
    new Promise((resolve, reject) => {
      const detail = JSON.stringify(event);
      const bytes = Buffer.byteLength(detail) + event.type.length + 'millrace'.length;
      if (bytes > bytesPerCall) return reject(new EventTooLarge(bytes));
      waiting.push({ type: event.type, detail, bytes, resolve, reject });
      plan();
    });
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const one of waiting) {
    bytes += one.bytes;
    if (count === entriesPerCall || (count > 0 && bytes > bytesPerCall)) break;
    count++;
  }
  return waiting.splice(0, count);
}

async function put(batch: Waiting[], attempt = 1): Promise<void> {
  const EventBusName = environment('MILLRACE_BUS');
  const Entries = batch.map(({ type, detail }) => ({
    EventBusName,
    Source: 'millrace',
    DetailType: type,
    Detail: detail,
  }));
  try {
    const answer = await client('eventbridge').send(new PutEventsCommand({ Entries }));
    const again: Waiting[] = [];
    let reason = '';
    for (const [i, one] of batch.entries()) {
      const entry = answer.Entries?.[i];
      if (entry && !entry.ErrorCode) one.resolve();
      else {
        reason = `${entry?.ErrorCode}: ${entry?.ErrorMessage}`;
        again.push(one);
      }
    }
    if (again.length === 0) return;
    if (attempt < tries) {
      await pauseBefore(attempt);
      await put(again, attempt + 1);
    } else for (const one of again) one.reject(new Error(`The bus did not take the event: ${reason}`));
  } catch (error) {
    for (const one of batch) one.reject(error);
  }
}
