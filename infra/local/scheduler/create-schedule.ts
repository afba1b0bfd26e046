import type { CreateScheduleInput, CreateScheduleOutput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../aws-error.ts';
import { checkName, checkSchedule } from './check-schedule.ts';
import { type Schedules, scheduleArn } from './schedules.ts';

/** Scheduler's CreateSchedule. A repeated request with the same ClientToken is the same request. */
export async function createSchedule(schedules: Schedules, input: CreateScheduleInput): Promise<CreateScheduleOutput> {
  const { store, commit, clock } = schedules;
  const now = clock.now();
  const name = checkName('name', input.Name);
  const group = checkName('groupName', input.GroupName ?? 'default');
  const settings = checkSchedule(input, now);
  const clientToken = input.ClientToken ?? null;
  const enabled = settings.state === 'ENABLED';
  const anchor = settings.start ?? (enabled ? now : null);
  if (!store.hasGroup(group)) {
    throw new AwsError('ResourceNotFoundException', `Schedule group ${group} does not exist.`, 404);
  }
  let taken = false;
  await commit.write(() => {
    const other = store.get(group, name);
    taken = other !== undefined && (clientToken === null || other.clientToken !== clientToken);
    if (other) return;
    store.put({ group, name, settings, created: now, modified: now, anchor, fired: now - 1, clientToken });
  });
  if (taken) throw new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
  schedules.changed(group, name);
  return { ScheduleArn: scheduleArn({ group, name }) };
}
