import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { blueprint } from '../blueprint.ts';
import type { Functions } from './functions.ts';

/** What waits for one rule's function, and what it failed at too often. */
interface RuleQueue {
  queue: Queue;
  deadLetters: Queue;
}

/** The bus, and for each rule a queue in front of its function with dead letters of its own. */
export class Bus extends Construct {
  readonly bus: EventBus;
  private readonly queues: Readonly<Record<string, RuleQueue>>;

  constructor(scope: Construct, id: string, plan: typeof blueprint) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: plan.bus });
    this.queues = Object.fromEntries(
      plan.rules.map(({ name, maxReceives }) => [name, this.makeQueue(name, maxReceives)]),
    );
  }

  /** The queue of a rule and its dead letters. */
  queueOf(rule: string): RuleQueue {
    const queue = this.queues[rule];
    if (!queue) throw new Error(`The blueprint has no rule ${rule}.`);
    return queue;
  }

  /** Wires each rule's events to its function. Status changes of executions come over the account's own bus. */
  connect(functions: Functions, plan: typeof blueprint): void {
    for (const rule of plan.rules) {
      const { queue } = this.queueOf(rule.name);
      const own = rule.source[0] === 'millrace';
      new Rule(this, `${rule.name}Rule`, {
        ...(own ? { eventBus: this.bus } : {}),
        eventPattern: { source: [...rule.source] },
        targets: [new SqsQueue(queue)],
      });
      functions.named(rule.function).addEventSource(
        new SqsEventSource(queue, {
          batchSize: rule.batchSize,
          maxBatchingWindow: Duration.seconds(1),
          reportBatchItemFailures: true,
        }),
      );
    }
  }
  private makeQueue(name: string, maxReceiveCount: number): RuleQueue {
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, `${name}DeadLetters`, { ...common, retentionPeriod: Duration.days(14) });
    const queue = new Queue(this, `${name}Queue`, {
      ...common,
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    return { queue, deadLetters };
  }
}
