import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { blueprint } from '../blueprint.ts';
import { Bus } from './bus.ts';
import { Functions } from './functions.ts';
import { Gateway } from './gateway.ts';
import { Jobs } from './jobs.ts';
import { Roles } from './roles.ts';
import { Storage } from './storage.ts';

/** The whole platform in one stack, as the blueprint lists it. */
export class PlatformStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const storage = new Storage(this, 'Storage', blueprint);
    const bus = new Bus(this, 'Bus', blueprint);
    const events = bus.queueOf('events');
    const roles = new Roles(this, 'Roles', blueprint, bus.bus, storage.bucket);
    const gateway = new Gateway(this, 'Gateway');
    const functions = new Functions(this, 'Functions', blueprint, {
      MILLRACE_TABLE: storage.table.tableName,
      MILLRACE_BUCKET: storage.bucket.bucketName,
      MILLRACE_KEY: storage.key.keyArn,
      MILLRACE_BUS: bus.bus.eventBusName,
      MILLRACE_QUEUE: events.queue.queueUrl,
      MILLRACE_DEAD_LETTERS: events.deadLetters.queueUrl,
      MILLRACE_SCHEDULE_GROUP: blueprint.scheduleGroup,
      MILLRACE_ROLE_ARN: roles.machines.roleArn,
      MILLRACE_FUNCTION_ARN: `arn:${this.partition}:lambda:${this.region}:${this.account}:function:${blueprint.functionPrefix}`,
      MILLRACE_MACHINE_ARN: `arn:${this.partition}:states:${this.region}:${this.account}:stateMachine:`,
      MILLRACE_PUBLIC_URL: gateway.url,
      MILLRACE_HOOK_RATE: String(blueprint.rates.hook),
      MILLRACE_API_RATE: String(blueprint.rates.api),
      MILLRACE_ALL_HOOKS_RATE: String(blueprint.rates.allHooks),
      MILLRACE_ALL_API_RATE: String(blueprint.rates.allApi),
      MILLRACE_WORKSPACE: 'main',
    });
    storage.grant(functions.all);
    bus.connect(functions, blueprint);
    roles.grant(functions, bus);
    new Jobs(this, 'Jobs', blueprint, functions, roles.scheduler);
    gateway.connect(functions, blueprint);
    new CfnOutput(this, 'Address', { value: gateway.url });
  }
}
