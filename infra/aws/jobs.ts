import type { Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { blueprint } from '../blueprint.ts';
import type { Functions } from './functions.ts';

/** The group that flows' schedules live in, and the platform's own regular jobs. */
export class Jobs extends Construct {
  constructor(scope: Construct, id: string, plan: typeof blueprint, functions: Functions, role: Role) {
    super(scope, id);
    new CfnScheduleGroup(this, 'Group', { name: plan.scheduleGroup });
    for (const job of plan.jobs) {
      const target = functions.named(job.function);
      target.grantInvoke(role);
      new CfnSchedule(this, job.name, {
        scheduleExpression: `rate(${job.everySeconds / 60} minutes)`,
        flexibleTimeWindow: { mode: 'OFF' },
        target: { arn: target.functionArn, roleArn: role.roleArn, input: JSON.stringify(job.input) },
      });
    }
  }
}
