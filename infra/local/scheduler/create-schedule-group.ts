import type { CreateScheduleGroupInput, CreateScheduleGroupOutput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../aws-error.ts';
import { account } from '../sqs/queues.ts';
import { checkName } from './check-schedule.ts';
import type { Schedules } from './schedules.ts';

/** Scheduler's CreateScheduleGroup. */
export async function createScheduleGroup(
  { store, commit }: Schedules,
  input: CreateScheduleGroupInput,
): Promise<CreateScheduleGroupOutput> {
  const name = checkName('name', input.Name);
  let taken = false;
  await commit.write(() => {
    taken = store.hasGroup(name);
    if (!taken) store.addGroup(name);
  });
  if (taken) throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, 409);
  return { ScheduleGroupArn: `arn:aws:scheduler:us-east-1:${account}:schedule-group/${name}` };
}
