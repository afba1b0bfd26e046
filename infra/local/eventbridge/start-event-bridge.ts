import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { type Clock, systemClock } from '../clock.ts';
import { MessageStore } from '../sqs/message-store.ts';
import { QueueReader, type QueueRecord } from '../sqs/queue-reader.ts';
import type { QueuePlan, Queues } from '../sqs/queues.ts';
import { type SqsOperations, sqsOperations } from '../sqs/sqs-operations.ts';
import type { Store } from '../storage/store.ts';
import { Timers } from '../timers.ts';
import type { EventPattern } from './event-pattern.ts';
import { putEvents } from './put-events.ts';

/** A rule of a bus with its queue and the target that reads the queue. */
export interface EventRule {
  name: string;
  bus: string;
  pattern: EventPattern;
  /** Queue between rule and target; its dead letters are in the queue `<queue>-dead`. */
  queue: string;
  /** Whatever `deliver` understands, such as a function's name. */
  target: string;
  /** Messages handed over at once. */
  batchSize: number;
  /** Batches under way at the same time. */
  inFlight: number;
  /** After that many failed tries a message is a dead letter. */
  maxReceives: number;
  /** A batch that was not answered by then is handed over again: more than the target's own timeout. */
  visibilitySeconds: number;
}

/** Milliseconds. */
const rememberKeys = 7 * 86_400_000;

/** Messages that may wait for a target, and milliseconds that answers are held back for each beyond, and at most. */
const mayWait = 20;
const slowdown = 0.2;
const longestSlowdown = 1000;
const forgetEvery = 3_600_000;

/** The embedded EventBridge with the SQS queues behind its rules. */
export interface EventBridge {
  operations: { PutEvents(input: PutEventsRequest): Promise<PutEventsResponse> };
  sqs: { operations: SqsOperations };
  /** For embedded services that speak as `aws.`, which PutEvents lets nobody else do. */
  putAsAws(entries: PutEventsRequestEntry[]): Promise<PutEventsResponse>;
  /** Puts an entry once for each key, however often it is called within a week; rejects when the entry is refused. */
  putOnce(key: string, entry: PutEventsRequestEntry): Promise<void>;
  /** Hands nothing more over, waits up to `grace` milliseconds for what is under way. */
  stop(grace?: number): Promise<void>;
}

/**
 * Starts in a store. `deliver` handles a batch for a target and answers the ids of the messages that failed;
 * when it rejects all have.
 */
export function startEventBridge({
  store: { database, commit },
  rules,
  deliver,
  clock = systemClock,
  random = Math.random,
}: {
  store: Store;
  rules: readonly EventRule[];
  deliver: (target: string, records: QueueRecord[]) => Promise<{ failed: string[] }>;
  clock?: Clock;
  random?: () => number;
}): EventBridge {
  const store = new MessageStore(database);
  const plans = new Map<string, QueuePlan>();
  const readers = new Map<string, QueueReader>();
  const queues: Queues = { plans, store, commit, clock, wake: (queue) => readers.get(queue)?.wake() };
  for (const { queue, target, batchSize, inFlight, maxReceives, visibilitySeconds } of rules) {
    const deadLetters = `${queue}-dead`;
    const plan = { name: queue, deadLetters, maxReceives, visibilitySeconds };
    plans.set(queue, plan);
    plans.set(deadLetters, { name: deadLetters, visibilitySeconds });
    const handle = (records: QueueRecord[]) => deliver(target, records);
    readers.set(queue, new QueueReader(queues, plan, handle, { batchSize, inFlight, random }));
  }
  const buses = new Set(['default', ...rules.map(({ bus }) => bus)]);
  const timers = new Timers(clock);
  function forget(): void {
    commit.add({ run: () => store.forgetClaims(clock.now() - rememberKeys) });
    timers.set(clock.now() + forgetEvery, forget);
  }
  forget();
  for (const reader of readers.values()) reader.start();

  /** Who sends faster than targets work is slowed down until both are as fast, so that no queue grows without end. */
  async function slowDown(): Promise<void> {
    const waiting = Math.max(0, ...[...readers.values()].map((reader) => reader.waiting));
    const delay = Math.min((waiting - mayWait) * slowdown, longestSlowdown);
    if (delay >= 1) await new Promise<void>((resolve) => timers.set(clock.now() + delay, resolve));
  }

  return {
    operations: {
      async PutEvents(input) {
        const answer = await putEvents(queues, rules, buses, input);
        await slowDown();
        return answer;
      },
    },
    sqs: { operations: sqsOperations(queues) },
    putAsAws: (entries) => putEvents(queues, rules, buses, { Entries: entries }, { trusted: true }),
    async putOnce(key, entry) {
      const { Entries } = await putEvents(queues, rules, buses, { Entries: [entry] }, { once: key });
      if (Entries?.[0]?.ErrorCode) throw new Error(`${Entries[0].ErrorCode}: ${Entries[0].ErrorMessage}`);
    },
    async stop(grace = 10_000) {
      await Promise.all([...readers.values()].map((reader) => reader.stop(grace)));
      timers.stop();
    },
  };
}
