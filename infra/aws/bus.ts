import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { blueprint } from '../blueprint.ts';
import type { Functions } from './functions.ts';

/** The bus, and for each rule a queue in front of its function. Events that fail too often wait in one dead-letter queue. */
export class Bus extends Construct {
  readonly bus: EventBus;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, plan: typeof blueprint) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: plan.bus });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }

  /** Wires each rule's events to its function. Status changes of executions come over the account's own bus. */
  connect(functions: Functions, plan: typeof blueprint): void {
    for (const rule of plan.rules) {
      const queue = new Queue(this, `${rule.name}Queue`, {
        visibilityTimeout: Duration.minutes(6),
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: rule.maxReceives },
      });
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
}
