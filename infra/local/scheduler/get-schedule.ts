import type { GetScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import { checkName } from './check-schedule.ts';
import { requireSchedule, type Schedules, scheduleArn } from './schedules.ts';

/** Scheduler's GetSchedule. */
export async function getSchedule(schedules: Schedules, input: GetScheduleInput): Promise<GetScheduleOutput> {
  const group = checkName('groupName', input.GroupName ?? 'default');
  const schedule = requireSchedule(schedules, group, checkName('name', input.Name));
  const { settings } = schedule;
  return {
    Arn: scheduleArn(schedule),
    GroupName: group,
    Name: schedule.name,
    ScheduleExpression: settings.expression,
    ScheduleExpressionTimezone: settings.timeZone,
    State: settings.state,
    ...(settings.start !== undefined && { StartDate: new Date(settings.start) }),
    ...(settings.end !== undefined && { EndDate: new Date(settings.end) }),
    ...(settings.description !== undefined && { Description: settings.description }),
    FlexibleTimeWindow:
      settings.window > 0 ? { Mode: 'FLEXIBLE', MaximumWindowInMinutes: settings.window } : { Mode: 'OFF' },
    ActionAfterCompletion: settings.actionAfterCompletion,
    Target: {
      ...settings.target,
      RetryPolicy: {
        MaximumEventAgeInSeconds: settings.maximumAge,
        MaximumRetryAttempts: settings.maximumRetries,
      },
    },
    CreationDate: new Date(schedule.created),
    LastModificationDate: new Date(schedule.modified),
  };
}
