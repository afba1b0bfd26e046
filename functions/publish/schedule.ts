import { isDeepStrictEqual } from 'node:util';
import {
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleOutput,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { CompiledSchedule } from '#flows/compiler/compiled.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';

/** Seconds for which a firing that nothing could take is tried again. */
const makeUpFor = 86_400;
const skipAfter = 60;

/** Scheduler puts the firing's own time here. */
const scheduledTime = '<aws.scheduler.scheduled-time>';

/** Makes the flow's schedule, not firing yet, unless there is one: what Scheduler refuses is told before anything moves. */
export async function prepareSchedule(flow: string, schedule: CompiledSchedule): Promise<void> {
  try {
    await client('scheduler').send(new CreateScheduleCommand({ ...input(flow, schedule), State: 'DISABLED' }));
  } catch (error) {
    if ((error as Error).name !== 'ConflictException') throw error;
  }
}

/**
 * Lets the flow's schedule fire as told from now on; a rate begins at `firesFrom` (milliseconds since 1970). A schedule
 * that does so already is not touched: an update would begin its rate anew.
 */
export async function enableSchedule(
  flow: string,
  schedule: CompiledSchedule,
  firesFrom: number | undefined,
): Promise<void> {
  const start = firesFrom !== undefined && firesFrom > Date.now() ? { StartDate: new Date(firesFrom) } : {};
  const enabled = { ...input(flow, schedule), State: 'ENABLED' as const };
  const existing = await find(flow);
  if (!existing) {
    try {
      await client('scheduler').send(new CreateScheduleCommand({ ...enabled, ...start }));
    } catch (error) {
      if ((error as Error).name !== 'ConflictException') throw error;
      // Somebody made it meanwhile, or the answer to a first try was lost.
      await enableSchedule(flow, schedule, firesFrom);
    }
  } else if (!same(existing, enabled)) {
    await client('scheduler').send(new UpdateScheduleCommand({ ...enabled, ...start }));
  }
}

async function find(flow: string): Promise<GetScheduleOutput | undefined> {
  const GroupName = environment('MILLRACE_SCHEDULE_GROUP');
  try {
    return await client('scheduler').send(new GetScheduleCommand({ Name: flow, GroupName }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function same(existing: GetScheduleOutput, wanted: CreateScheduleInput): boolean {
  const told = ({
    ScheduleExpression,
    ScheduleExpressionTimezone,
    State,
    FlexibleTimeWindow,
    Target,
  }: CreateScheduleInput) => [
    ScheduleExpression,
    ScheduleExpressionTimezone,
    State,
    FlexibleTimeWindow?.Mode,
    FlexibleTimeWindow?.MaximumWindowInMinutes,
    Target?.Input,
    Target?.RetryPolicy?.MaximumEventAgeInSeconds,
  ];
  return isDeepStrictEqual(told(existing as CreateScheduleInput), told(wanted));
}

/** Removes the flow's schedule, if it has one. */
export async function deleteSchedule(flow: string): Promise<void> {
  try {
    await client('scheduler').send(
      new DeleteScheduleCommand({ Name: flow, GroupName: environment('MILLRACE_SCHEDULE_GROUP') }),
    );
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
}

function input(flow: string, schedule: CompiledSchedule): CreateScheduleInput {
  const { expression, timeZone, missed, window } = schedule;
  return {
    Name: flow,
    GroupName: environment('MILLRACE_SCHEDULE_GROUP'),
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    FlexibleTimeWindow: window > 0 ? { Mode: 'FLEXIBLE', MaximumWindowInMinutes: window } : { Mode: 'OFF' },
    Target: {
      Arn: busArn(),
      RoleArn: environment('MILLRACE_ROLE_ARN'),
      EventBridgeParameters: { Source: 'millrace', DetailType: 'core.schedule' },
      Input: JSON.stringify(firing(flow, timeZone)),
      RetryPolicy: { MaximumEventAgeInSeconds: missed === 'once' ? makeUpFor : skipAfter },
    },
  };
}

function firing(flow: string, timeZone: string): EventEnvelope {
  return {
    id: `core:${flow}:${scheduledTime}`,
    source: 'core',
    type: 'core.schedule',
    time: scheduledTime,
    connection: null,
    flow,
    data: { scheduledAt: scheduledTime, timeZone },
  };
}

function busArn(): string {
  const [, aws, , region, account] = environment('MILLRACE_FUNCTION_ARN').split(':');
  return `arn:${aws}:events:${region}:${account}:event-bus/${environment('MILLRACE_BUS')}`;
}
