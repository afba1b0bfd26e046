import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { account } from '../sqs/queues.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { ScheduleStore, StoredSchedule } from './schedule-store.ts';

/** What the operations of the embedded Scheduler share. */
export interface Schedules {
  store: ScheduleStore;
  commit: GroupCommit;
  clock: Clock;
  /** A schedule was made, changed or deleted: whatever was planned for it is planned anew. */
  changed(group: string, name: string): void;
}

/** ARN of a schedule on one machine. */
export function scheduleArn({ group, name }: { group: string; name: string }): string {
  return `arn:aws:scheduler:us-east-1:${account}:schedule/${group}/${name}`;
}

/** The schedule of a name. Throws ResourceNotFoundException. */
export function requireSchedule(schedules: Schedules, group: string, name: string): StoredSchedule {
  const found = schedules.store.get(group, name);
  if (!found) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  return found;
}
