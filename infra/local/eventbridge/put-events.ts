import { randomUUID } from 'node:crypto';
import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { JsonObject } from '#flows/language/json.ts';
import { AwsError } from '../aws-error.ts';
import { account, type Queues } from '../sqs/queues.ts';
import { busName, checkEntry, entrySize } from './check-entry.ts';
import { type EventPattern, matchesPattern } from './event-pattern.ts';

/** Bytes of all entries of a call, https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const largestRequest = 1_048_576;
const mostEntries = 10;

/** A rule that hands what it matches to a queue. */
export interface BusRule {
  bus: string;
  pattern: EventPattern;
  queue: string;
}

/** What embedded services may do and callers may not. */
export interface Privileges {
  /** Speak as `aws.`. */
  trusted?: boolean;
  /** Put the entries only if nothing was put under this key before. */
  once?: string;
}

/** EventBridge's PutEvents: resolves once every good entry is on disk in the queues of the rules it matches. */
export async function putEvents(
  queues: Queues,
  rules: readonly BusRule[],
  buses: ReadonlySet<string>,
  input: PutEventsRequest,
  { trusted = false, once }: Privileges = {},
): Promise<PutEventsResponse> {
  const entries = input.Entries ?? [];
  checkRequest(entries);
  const now = queues.clock.now();
  const writes: { queue: string; body: string }[] = [];
  const results = entries.map((entry) => {
    const checked = checkEntry(entry, buses, trusted);
    if ('error' in checked) return checked.error;
    const id = randomUUID();
    const bus = busName(entry);
    const head = eventHead(entry, id, now);
    const event: JsonObject = { ...head, detail: checked.detail };
    const matched = rules.filter((rule) => rule.bus === bus && matchesPattern(rule.pattern, event));
    if (matched.length > 0) {
      // The detail stays the sender's text, byte for byte.
      const body = `${JSON.stringify(head).slice(0, -1)},"detail":${entry.Detail}}`;
      for (const { queue } of matched) writes.push({ queue, body });
    }
    return { EventId: id };
  });
  if (writes.length > 0) {
    await queues.commit.write(() => {
      if (once !== undefined && !queues.store.claim(once, now)) return;
      for (const { queue, body } of writes) queues.store.insert(queue, body, now);
    });
    for (const queue of new Set(writes.map((write) => write.queue))) queues.wake(queue);
  }
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function checkRequest(entries: PutEventsRequestEntry[]): void {
  if (entries.length === 0 || entries.length > mostEntries) {
    const bound = entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${mostEntries}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value of ${entries.length} entries at 'entries' failed to satisfy constraint: ` +
        `Member must have length ${bound}`,
    );
  }
  if (entries.reduce((size, entry) => size + entrySize(entry), 0) >= largestRequest) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
}

/** Everything of the event but its detail; times in whole seconds, as EventBridge gives them. */
function eventHead(entry: PutEventsRequestEntry, id: string, now: number) {
  return {
    version: '0',
    id,
    'detail-type': entry.DetailType!,
    source: entry.Source!,
    account,
    time: `${(entry.Time ?? new Date(now)).toISOString().slice(0, 19)}Z`,
    region: 'us-east-1',
    resources: entry.Resources ?? [],
  };
}
