import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type ScheduleTimes, scheduleTimes } from '#flows/language/schedule-times.ts';
import type { Clock } from '../clock.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { Timer, Timers } from '../timers.ts';
import type { ScheduleStore, StoredSchedule } from './schedule-store.ts';
import { scheduleArn } from './schedules.ts';

/** Puts one event on its bus, once for each key however often it is called; rejects when it could not. */
export type PutOnce = (key: string, entry: PutEventsRequestEntry) => Promise<void>;

/** A firing that comes later than this was missed: of several missed ones only the latest is made up for. */
const onTime = 60_000;
const firstRetry = 1000;
const longestRetry = 60_000;

/** Fires schedules at their slots: each slot at most once, also when the process is killed between any two steps. */
export class Planner {
  readonly #store: ScheduleStore;
  readonly #commit: GroupCommit;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #put: PutOnce;
  readonly #random: () => number;
  readonly #report: (sentence: string) => void;
  readonly #planned = new Map<string, Timer>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(options: {
    store: ScheduleStore;
    commit: GroupCommit;
    clock: Clock;
    timers: Timers;
    put: PutOnce;
    random: () => number;
    report: (sentence: string) => void;
  }) {
    this.#store = options.store;
    this.#commit = options.commit;
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#put = options.put;
    this.#random = options.random;
    this.#report = options.report;
  }

  /** Plans the next firing of a schedule as it stands now, in place of what was planned for it. */
  plan(group: string, name: string): void {
    const key = `${group}/${name}`;
    const planned = this.#planned.get(key);
    if (planned) this.#timers.cancel(planned);
    this.#planned.delete(key);
    const schedule = this.#store.get(group, name);
    if (!schedule || schedule.settings.state === 'DISABLED' || this.#stopped) return;
    const slot = this.#nextSlot(schedule, schedule.fired);
    if (slot === undefined) {
      this.#complete(schedule);
      return;
    }
    const due = slot + Math.floor(this.#random() * schedule.settings.window * 60_000);
    this.#planned.set(
      key,
      this.#timers.set(due, () => this.#wake(schedule, slot, due)),
    );
  }

  #nextSlot({ settings, anchor, created }: StoredSchedule, after: number): number | undefined {
    const times = scheduleTimes(settings.expression, settings.timeZone, anchor ?? created) as ScheduleTimes;
    const slot = times.next(Math.max(after, (settings.start ?? 0) - 1));
    return slot === undefined || slot > (settings.end ?? Number.POSITIVE_INFINITY) ? undefined : slot;
  }

  #wake(schedule: StoredSchedule, planned: number, due: number): void {
    const now = this.#clock.now();
    const oldest = now - schedule.settings.maximumAge * 1000;
    let slot = planned;
    if (now - due > onTime) {
      for (let next = this.#nextSlot(schedule, Math.max(planned - 1, oldest)); next !== undefined && next <= now; ) {
        slot = next;
        next = this.#nextSlot(schedule, next);
      }
    }
    const missed = slot + schedule.settings.window * 60_000 < oldest;
    this.#run(missed ? this.#finish(schedule, now) : this.#fire(schedule, slot, 0));
  }

  #run(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  /** Puts the event; when that fails again later, while the schedule's retry policy allows it. */
  async #fire(schedule: StoredSchedule, slot: number, retries: number): Promise<void> {
    const { maximumAge, maximumRetries } = schedule.settings;
    try {
      await this.#put(`${scheduleArn(schedule)} ${slot}`, entryOf(schedule, slot));
    } catch (error) {
      const again = this.#clock.now() + Math.min(firstRetry * 2 ** retries, longestRetry);
      if (retries < maximumRetries && again - slot <= maximumAge * 1000) {
        const retry = () => this.#run(this.#fire(schedule, slot, retries + 1));
        if (!this.#stopped) this.#planned.set(`${schedule.group}/${schedule.name}`, this.#timers.set(again, retry));
        return;
      }
      this.#report(`The schedule ${schedule.name} gave up its firing of ${isoTime(slot)}: ${error}`);
    }
    await this.#finish(schedule, slot);
  }

  /** After the event is on its bus: a crash before this puts it again, under the same key. */
  async #finish(schedule: StoredSchedule, slot: number): Promise<void> {
    await new Promise<void>((durable) => {
      this.#commit.add({ run: () => this.#store.fire(schedule, slot), durable });
    });
    this.plan(schedule.group, schedule.name);
  }

  /** No slot is left. */
  #complete(schedule: StoredSchedule): void {
    if (schedule.settings.actionAfterCompletion !== 'DELETE') return;
    this.#commit.add({ run: () => this.#store.delete(schedule) });
  }

  /** Fires nothing more and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timers.stop();
    await Promise.all(this.#running);
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function entryOf(schedule: StoredSchedule, slot: number): PutEventsRequestEntry {
  const { target } = schedule.settings;
  return {
    EventBusName: target.Arn,
    Source: target.EventBridgeParameters!.Source,
    DetailType: target.EventBridgeParameters!.DetailType,
    Detail: (target.Input ?? '{}')
      .replaceAll('<aws.scheduler.scheduled-time>', isoTime(slot))
      .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn(schedule)),
    Resources: [scheduleArn(schedule)],
  };
}

/** `2026-11-20T09:00:00Z` */
function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
