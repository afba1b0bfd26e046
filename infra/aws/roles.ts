import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { blueprint } from '../blueprint.ts';
import type { Bus } from './bus.ts';
import type { Functions } from './functions.ts';

/** Who may do what: flows' machines call connectors and their schedules put events; functions manage both. */
export class Roles extends Construct {
  readonly machines: Role;
  readonly scheduler: Role;

  constructor(scope: Construct, id: string, plan: typeof blueprint, bus: EventBus, bucket: Bucket) {
    super(scope, id);
    this.machines = new Role(this, 'Machines', {
      assumedBy: new CompositePrincipal(
        new ServicePrincipal('states.amazonaws.com'),
        new ServicePrincipal('scheduler.amazonaws.com'),
      ),
    });
    this.scheduler = new Role(this, 'Scheduler', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    bus.grantPutEventsTo(this.machines);
    bus.grantPutEventsTo(this.scheduler);
    this.machines.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [this.arn('lambda', 'function', `${plan.functionPrefix}*`)],
      }),
    );
    this.grantLargeLoops(bucket);
  }

  /**
   * Distributed loops start their iterations as executions of the flow's own machine, read their items and write their
   * results. https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
   */
  private grantLargeLoops(bucket: Bucket): void {
    const flows = [this.arn('states', 'stateMachine', '*-standard')];
    this.machines.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: flows }));
    this.machines.addToPolicy(
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [this.arn('states', 'execution', '*-standard*'), this.arn('states', 'express', '*-standard*')],
      }),
    );
    this.machines.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        resources: [bucket.arnForObjects('runs/*')],
      }),
    );
  }

  /** What the platform's own functions may ask of AWS, each only what its duty needs. */
  grant(functions: Functions, bus: Bus): void {
    const [webhook, api, dispatch, ledger, steps] = ['webhook', 'api', 'dispatch', 'ledger', 'steps'].map((name) =>
      functions.named(name),
    );
    for (const each of [webhook, api, ledger]) bus.bus.grantPutEventsTo(each!);
    const machines = this.arn('states', 'stateMachine', '*');
    const executions = this.arn('states', 'execution', '*');
    webhook!.addToRolePolicy(
      new PolicyStatement({
        actions: ['states:StartSyncExecution'],
        resources: [machines, this.arn('states', 'express', '*')],
      }),
    );
    for (const each of [webhook, dispatch, ledger, api, steps]) {
      each!.addToRolePolicy(
        new PolicyStatement({
          actions: [
            'states:StartExecution',
            'states:StopExecution',
            'states:DescribeExecution',
            'states:SendTaskSuccess',
            'states:SendTaskFailure',
          ],
          resources: [machines, executions],
        }),
      );
    }
    for (const each of [api, ledger]) {
      each!.addToRolePolicy(
        new PolicyStatement({
          actions: [
            'states:CreateStateMachine',
            'states:UpdateStateMachine',
            'states:DeleteStateMachine',
            'states:DescribeStateMachine',
            'states:PublishStateMachineVersion',
            'states:ListStateMachineVersions',
            'states:DeleteStateMachineVersion',
          ],
          resources: [machines],
        }),
      );
      each!.addToRolePolicy(
        new PolicyStatement({
          actions: [
            'scheduler:CreateSchedule',
            'scheduler:UpdateSchedule',
            'scheduler:DeleteSchedule',
            'scheduler:GetSchedule',
          ],
          resources: [this.arn('scheduler', 'schedule', '*')],
        }),
      );
      this.machines.grantPassRole(each!.grantPrincipal);
      this.scheduler.grantPassRole(each!.grantPrincipal);
    }
    const events = bus.queueOf('events');
    events.deadLetters.grantConsumeMessages(api!);
    events.queue.grantSendMessages(api!);
  }

  private arn(service: string, resource: string, resourceName: string): string {
    const arnFormat = service === 'scheduler' ? ArnFormat.SLASH_RESOURCE_NAME : ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat });
  }
}
