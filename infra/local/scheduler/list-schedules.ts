import type { ListSchedulesInput, ListSchedulesOutput, ScheduleSummary } from '@aws-sdk/client-scheduler';
import { AwsError } from '../aws-error.ts';
import { checkName } from './check-schedule.ts';
import type { StoredSchedule } from './schedule-store.ts';
import { type Schedules, scheduleArn } from './schedules.ts';

/** Scheduler's ListSchedules: by group and name, up to 100 a page. */
export async function listSchedules(schedules: Schedules, input: ListSchedulesInput): Promise<ListSchedulesOutput> {
  const most = input.MaxResults ?? 100;
  if (!Number.isInteger(most) || most < 1 || most > 100) {
    throw new AwsError('ValidationException', `Value '${most}' at 'maxResults' must be between 1 and 100.`);
  }
  if (input.GroupName !== undefined) checkName('groupName', input.GroupName);
  const found: StoredSchedule[] = [];
  for (const schedule of schedules.store.after(...readToken(input.NextToken))) {
    if (input.GroupName !== undefined && schedule.group !== input.GroupName) continue;
    if (input.NamePrefix !== undefined && !schedule.name.startsWith(input.NamePrefix)) continue;
    if (input.State !== undefined && schedule.settings.state !== input.State) continue;
    if (found.push(schedule) > most) break;
  }
  const page = found.slice(0, most);
  return {
    Schedules: page.map(summary),
    ...(found.length > most && { NextToken: token(page.at(-1)!) }),
  };
}

function summary(schedule: StoredSchedule): ScheduleSummary {
  return {
    Arn: scheduleArn(schedule),
    Name: schedule.name,
    GroupName: schedule.group,
    State: schedule.settings.state,
    CreationDate: new Date(schedule.created),
    LastModificationDate: new Date(schedule.modified),
    Target: { Arn: schedule.settings.target.Arn! },
  };
}

function token({ group, name }: StoredSchedule): string {
  return Buffer.from(`${group}/${name}`).toString('base64url');
}

function readToken(text: string | undefined): [group: string, name: string] {
  if (text === undefined) return ['', ''];
  const [group, name] = Buffer.from(text, 'base64url').toString().split('/');
  if (group === undefined || name === undefined) throw new AwsError('ValidationException', 'Invalid NextToken.');
  return [group, name];
}
