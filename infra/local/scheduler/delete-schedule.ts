import type { DeleteScheduleInput, DeleteScheduleOutput } from '@aws-sdk/client-scheduler';
import { checkName } from './check-schedule.ts';
import { requireSchedule, type Schedules } from './schedules.ts';

/** Scheduler's DeleteSchedule: it fires no more once this has resolved. */
export async function deleteSchedule(schedules: Schedules, input: DeleteScheduleInput): Promise<DeleteScheduleOutput> {
  const name = checkName('name', input.Name);
  const group = checkName('groupName', input.GroupName ?? 'default');
  requireSchedule(schedules, group, name);
  await schedules.commit.write(() => schedules.store.delete({ group, name }));
  schedules.changed(group, name);
  return {};
}
