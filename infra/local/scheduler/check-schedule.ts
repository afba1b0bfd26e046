import type { CreateScheduleInput, Target } from '@aws-sdk/client-scheduler';
import { scheduleTimes } from '#flows/language/schedule-times.ts';
import { AwsError } from '../aws-error.ts';

/** What a schedule does, with every default filled in; dates in milliseconds since 1970. */
export interface ScheduleSettings {
  expression: string;
  timeZone: string;
  state: 'ENABLED' | 'DISABLED';
  start?: number;
  end?: number;
  /** Minutes, 0 for none. */
  window: number;
  actionAfterCompletion: 'NONE' | 'DELETE';
  description?: string;
  target: Target;
  /** Seconds for which a firing that could not be handed over is tried again, and how often. */
  maximumAge: number;
  maximumRetries: number;
}

const namePattern = /^[0-9a-zA-Z-_.]{1,64}$/;
const busPattern = /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+$/;
const recentStart = 5 * 60_000;
const largestInput = 262_144;

/** A name of a schedule or group as AWS allows it. Throws ValidationException. */
export function checkName(member: string, value: string | undefined): string {
  if (value && namePattern.test(value)) return value;
  throw invalid(
    `Value '${value ?? ''}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$ and have at most 64 characters`,
  );
}

/** What the input of CreateSchedule or UpdateSchedule asks for. Throws ValidationException. */
export function checkSchedule(input: Omit<CreateScheduleInput, 'Name'>, now: number): ScheduleSettings {
  const expression = input.ScheduleExpression ?? '';
  const timeZone = input.ScheduleExpressionTimezone ?? 'UTC';
  if (!scheduleTimes('rate(1 minute)', timeZone, 0)) {
    throw invalid(`The ScheduleExpressionTimezone ${timeZone} is not a time zone.`);
  }
  if (!scheduleTimes(expression, timeZone, 0)) throw invalid(`Invalid Schedule Expression ${expression}.`);
  const start = input.StartDate?.getTime();
  const end = input.EndDate?.getTime();
  if (!expression.startsWith('at(') && start !== undefined && start < now - recentStart) {
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (end !== undefined && end <= Math.max(now, start ?? now)) {
    throw invalid('The EndDate you specify must be in the future and after the StartDate.');
  }
  if ((input.Description?.length ?? 0) > 512) throw invalid('The Description can have at most 512 characters.');
  return {
    expression,
    timeZone,
    state: input.State ?? 'ENABLED',
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    window: checkWindow(input),
    actionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    ...(input.Description !== undefined && { description: input.Description }),
    ...checkTarget(input.Target),
  };
}

function checkWindow({ FlexibleTimeWindow }: Omit<CreateScheduleInput, 'Name'>): number {
  const { Mode, MaximumWindowInMinutes: minutes } = FlexibleTimeWindow ?? {};
  if (Mode === 'OFF' && minutes === undefined) return 0;
  if (Mode === 'OFF') throw invalid('MaximumWindowInMinutes can only be set when Mode is FLEXIBLE.');
  if (Mode === 'FLEXIBLE') return within('FlexibleTimeWindow.MaximumWindowInMinutes', minutes ?? 0, 1, 1440);
  throw invalid('FlexibleTimeWindow.Mode must be OFF or FLEXIBLE.');
}

function checkTarget(target: Target | undefined): Pick<ScheduleSettings, 'target' | 'maximumAge' | 'maximumRetries'> {
  if (!target?.Arn || !target.RoleArn) throw invalid('The Target needs an Arn and a RoleArn.');
  if (!busPattern.test(target.Arn)) {
    throw invalid(`The target ${target.Arn} is not supported: on one machine schedules put events on an event bus.`);
  }
  const { DetailType, Source } = target.EventBridgeParameters ?? {};
  if (!DetailType || !Source) {
    throw invalid('A target that is an event bus needs EventBridgeParameters with DetailType and Source.');
  }
  if (Source.startsWith('aws.')) throw invalid('The Source of EventBridgeParameters cannot begin with aws.');
  if (Buffer.byteLength(target.Input ?? '') > largestInput) {
    throw invalid(`The Input of the target can have at most ${largestInput} bytes.`);
  }
  return {
    target,
    maximumAge: within(
      'RetryPolicy.MaximumEventAgeInSeconds',
      target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
      60,
      86_400,
    ),
    maximumRetries: within('RetryPolicy.MaximumRetryAttempts', target.RetryPolicy?.MaximumRetryAttempts ?? 185, 0, 185),
  };
}

function within(member: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(`Value '${value}' at '${member}' failed to satisfy constraint: must be between ${least} and ${most}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
