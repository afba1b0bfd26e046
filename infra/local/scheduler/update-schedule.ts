import type { UpdateScheduleInput, UpdateScheduleOutput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../aws-error.ts';
import { checkName, checkSchedule, type ScheduleSettings } from './check-schedule.ts';
import type { StoredSchedule } from './schedule-store.ts';
import { type Schedules, scheduleArn } from './schedules.ts';

/**
 * Scheduler's UpdateSchedule: what the request leaves out gets its default, as on AWS. Slots that passed while the
 * schedule was disabled are not made up for.
 */
export async function updateSchedule(schedules: Schedules, input: UpdateScheduleInput): Promise<UpdateScheduleOutput> {
  const { store, commit, clock } = schedules;
  const now = clock.now();
  const name = checkName('name', input.Name);
  const group = checkName('groupName', input.GroupName ?? 'default');
  const settings = checkSchedule(input, now);
  let found = false;
  await commit.write(() => {
    const old = store.get(group, name);
    found = old !== undefined;
    if (!old) return;
    const fired = Math.max(old.fired, now - 1);
    store.put({ ...old, settings, modified: now, anchor: anchorOf(old, settings, now), fired });
  });
  if (!found) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  schedules.changed(group, name);
  return { ScheduleArn: scheduleArn({ group, name }) };
}

/** A rate keeps its beat through changes of anything but the expression and the start. */
function anchorOf(old: StoredSchedule, settings: ScheduleSettings, now: number): number | null {
  if (settings.start !== undefined) return settings.start;
  const same = old.settings.expression === settings.expression && old.settings.start === undefined;
  if (same && old.anchor !== null) return old.anchor;
  return settings.state === 'ENABLED' ? now : null;
}
