import type {
  CreateScheduleGroupInput,
  CreateScheduleGroupOutput,
  CreateScheduleInput,
  CreateScheduleOutput,
  DeleteScheduleInput,
  DeleteScheduleOutput,
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ListSchedulesOutput,
  UpdateScheduleInput,
  UpdateScheduleOutput,
} from '@aws-sdk/client-scheduler';
import { type Clock, systemClock } from '../clock.ts';
import type { Store } from '../storage/store.ts';
import { Timers } from '../timers.ts';
import { createSchedule } from './create-schedule.ts';
import { createScheduleGroup } from './create-schedule-group.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { getSchedule } from './get-schedule.ts';
import { listSchedules } from './list-schedules.ts';
import { Planner, type PutOnce } from './planner.ts';
import { ScheduleStore } from './schedule-store.ts';
import type { Schedules } from './schedules.ts';
import { updateSchedule } from './update-schedule.ts';

/** The embedded EventBridge Scheduler; its schedules put events on event buses. */
export interface Scheduler {
  operations: {
    CreateSchedule(input: CreateScheduleInput): Promise<CreateScheduleOutput>;
    UpdateSchedule(input: UpdateScheduleInput): Promise<UpdateScheduleOutput>;
    DeleteSchedule(input: DeleteScheduleInput): Promise<DeleteScheduleOutput>;
    GetSchedule(input: GetScheduleInput): Promise<GetScheduleOutput>;
    ListSchedules(input: ListSchedulesInput): Promise<ListSchedulesOutput>;
    CreateScheduleGroup(input: CreateScheduleGroupInput): Promise<CreateScheduleGroupOutput>;
  };
  /** Fires nothing more, waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Starts in a store; a slot that passed meanwhile is made up for once when its schedule's retry policy allows.
 * `put` is EventBridge's putOnce. `report` hears of firings that were given up.
 */
export function startScheduler({
  store: { database, commit },
  put,
  report,
  clock = systemClock,
  random = Math.random,
}: {
  store: Store;
  put: PutOnce;
  report: (sentence: string) => void;
  clock?: Clock;
  random?: () => number;
}): Scheduler {
  const store = new ScheduleStore(database);
  const timers = new Timers(clock);
  const planner = new Planner({ store, commit, clock, timers, put, random, report });
  const schedules: Schedules = { store, commit, clock, changed: (group, name) => planner.plan(group, name) };
  for (const { group, name } of store.all()) planner.plan(group, name);

  return {
    operations: {
      CreateSchedule: (input) => createSchedule(schedules, input),
      UpdateSchedule: (input) => updateSchedule(schedules, input),
      DeleteSchedule: (input) => deleteSchedule(schedules, input),
      GetSchedule: (input) => getSchedule(schedules, input),
      ListSchedules: (input) => listSchedules(schedules, input),
      CreateScheduleGroup: (input) => createScheduleGroup(schedules, input),
    },
    async stop() {
      await planner.stop();
    },
  };
}
