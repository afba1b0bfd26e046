import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import { openStore, type Store } from '../storage/store.ts';
import { type Scheduler, startScheduler } from './start-scheduler.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

let folder: string;
let clock: ManualClock;
let keys: Set<string>;
let puts: string[];
let fired: { at: string; entry: PutEventsRequestEntry }[];
let reports: string[];
let broken: boolean;
let running: Scheduler[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scheduler-'));
  keys = new Set();
  puts = [];
  fired = [];
  reports = [];
  broken = false;
  running = [];
});

afterEach(async () => {
  for (const scheduler of running) await stop(scheduler);
  rmSync(folder, { recursive: true });
});

const stores = new Map<Scheduler, Store>();

function start(now?: string, random = 0): Scheduler {
  if (now) clock = new ManualClock(Date.parse(now));
  const store = openStore(join(folder, 'scheduler.db'), (sentence) => reports.push(sentence), clock);
  const scheduler = startScheduler({
    store,
    async put(key, entry) {
      if (broken) throw new Error('bus is down');
      puts.push(key);
      if (keys.has(key)) return;
      keys.add(key);
      fired.push({ at: new Date(clock.now()).toISOString(), entry });
    },
    report: (sentence) => reports.push(sentence),
    clock,
    random: () => random,
  });
  running.push(scheduler);
  stores.set(scheduler, store);
  return scheduler;
}

async function stop(scheduler: Scheduler): Promise<void> {
  running = running.filter((other) => other !== scheduler);
  await scheduler.stop();
  stores.get(scheduler)!.close();
}

const target = (name: string) => ({
  Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/millrace',
  RoleArn: 'arn:aws:iam::000000000000:role/any',
  EventBridgeParameters: { Source: 'millrace', DetailType: 'core.schedule' },
  Input: JSON.stringify({ name, at: '<aws.scheduler.scheduled-time>', arn: '<aws.scheduler.schedule-arn>' }),
});
const schedule = (
  Name: string,
  ScheduleExpression: string,
  more: Partial<CreateScheduleInput> = {},
): CreateScheduleInput => ({
  Name,
  ScheduleExpression,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: target(Name),
  ...more,
});
const patient = (seconds: number) => ({
  Target: { ...target('hasty'), RetryPolicy: { MaximumEventAgeInSeconds: seconds } },
});
const times = () => fired.map(({ at }) => at.replace('.000Z', 'Z'));
const slots = () => fired.map(({ entry }) => JSON.parse(entry.Detail!).at);

test('a cron fires at its slots with an event that tells time and schedule', async () => {
  const { operations } = start('2026-11-20T08:59:30Z');
  await operations.CreateSchedule(schedule('daily', 'cron(0 9 * * ? *)'));
  await clock.advance(30 * second - 1);
  expect(fired).toEqual([]);
  await clock.advance(25 * hour);
  expect(times()).toEqual(['2026-11-20T09:00:00Z', '2026-11-21T09:00:00Z']);
  expect(fired[0]!.entry).toMatchObject({
    EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/millrace',
    Source: 'millrace',
    DetailType: 'core.schedule',
  });
  expect(JSON.parse(fired[0]!.entry.Detail!)).toEqual({
    name: 'daily',
    at: '2026-11-20T09:00:00Z',
    arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/daily',
  });
});

test('two schedules of the same second both fire', async () => {
  const { operations } = start('2026-11-20T08:59:30Z');
  await operations.CreateSchedule(schedule('one', 'cron(0 9 * * ? *)'));
  await operations.CreateSchedule(schedule('two', 'cron(0 9 * * ? *)'));
  await clock.advance(minute);
  expect(fired.map(({ entry }) => JSON.parse(entry.Detail!).name).sort()).toEqual(['one', 'two']);
});

test.each([
  ['America/New_York', 'cron(30 2 * * ? *)', '2026-03-07T12:00:00Z', ['2026-03-09T06:30:00Z']],
  ['America/New_York', 'cron(30 1 * * ? *)', '2026-10-31T12:00:00Z', ['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z']],
  ['Europe/Berlin', 'cron(30 2 * * ? *)', '2026-03-28T12:00:00Z', ['2026-03-30T00:30:00Z']],
  ['Europe/Berlin', 'cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
])('in %s %s over a clock change after %s', async (ScheduleExpressionTimezone, expression, now, expected) => {
  const { operations } = start(now);
  await operations.CreateSchedule(schedule('s', expression, { ScheduleExpressionTimezone }));
  await clock.advance(43 * hour);
  expect(times()).toEqual(expected);
});

test('a rate fires when first enabled and keeps its beat through changes and a pause', async () => {
  const { operations } = start('2026-11-20T08:00:00Z');
  await operations.CreateSchedule(schedule('beat', 'rate(10 minutes)', { State: 'DISABLED' }));
  await clock.advance(3 * minute);
  expect(fired).toEqual([]);
  await operations.UpdateSchedule(schedule('beat', 'rate(10 minutes)'));
  await clock.advance(12 * minute);
  expect(times()).toEqual(['2026-11-20T08:03:00Z', '2026-11-20T08:13:00Z']);
  await operations.UpdateSchedule(schedule('beat', 'rate(10 minutes)', { State: 'DISABLED' }));
  await clock.advance(20 * minute);
  await operations.UpdateSchedule(schedule('beat', 'rate(10 minutes)', { Description: 'again' }));
  await clock.advance(9 * minute);
  expect(times().slice(2)).toEqual(['2026-11-20T08:43:00Z']);
});

test('at fires once; StartDate and EndDate bound the others; DELETE removes what is over', async () => {
  const { operations } = start('2026-11-20T08:00:00Z');
  const over = { ActionAfterCompletion: 'DELETE' } as const;
  await operations.CreateSchedule(schedule('kept', 'at(2026-11-20T08:01:00)'));
  await operations.CreateSchedule(schedule('gone', 'at(2026-11-20T08:02:00)', over));
  await operations.CreateSchedule(
    schedule('bounded', 'rate(1 hour)', {
      ...over,
      StartDate: new Date('2026-11-20T08:30:00Z'),
      EndDate: new Date('2026-11-20T10:00:00Z'),
    }),
  );
  await clock.advance(24 * hour);
  expect(times()).toEqual([
    '2026-11-20T08:01:00Z',
    '2026-11-20T08:02:00Z',
    '2026-11-20T08:30:00Z',
    '2026-11-20T09:30:00Z',
  ]);
  const { Schedules } = await operations.ListSchedules({});
  expect(Schedules!.map(({ Name }) => Name)).toEqual(['kept']);
});

test('a flexible window moves the firing, not the time it tells', async () => {
  const { operations } = start('2026-11-20T08:59:00Z', 0.5);
  const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 } as const;
  await operations.CreateSchedule(schedule('loose', 'cron(0 9 * * ? *)', { FlexibleTimeWindow }));
  await clock.advance(hour);
  expect(times()).toEqual(['2026-11-20T09:05:00Z']);
  expect(slots()).toEqual(['2026-11-20T09:00:00Z']);
});

/** Down from 08:30 for so long; what fires at the start. */
test.each([
  ['cron(0 * * * ? *)', 86_400, 30 * minute + 5 * second, ['2026-11-20T09:00:00Z']],
  ['cron(0 * * * ? *)', 86_400, 5 * hour, ['2026-11-20T13:00:00Z']],
  ['cron(0 * * * ? *)', 60, 30 * minute + 5 * second, ['2026-11-20T09:00:00Z']],
  ['cron(0 * * * ? *)', 60, 35 * minute, []],
  ['cron(0 * * * ? *)', 60, 72 * hour + 15 * minute, []],
  ['cron(0 9 20 11 ? *)', 86_400, 48 * hour, []],
  ['at(2026-11-20T09:00:00)', 86_400, 3 * hour, ['2026-11-20T09:00:00Z']],
  ['at(2026-11-20T09:00:00)', 60, 3 * hour, []],
  ['cron(0 * * * ? *)', 86_400, 10 * minute, []],
])('%s with a patience of %d s, down for %d ms', async (expression, patience, down, expected) => {
  const first = start('2026-11-20T08:15:00Z');
  await first.operations.CreateSchedule(schedule('s', expression, patient(patience)));
  await clock.advance(15 * minute);
  await stop(first);
  await clock.advance(down);
  start();
  await clock.advance(0);
  expect(slots()).toEqual(expected);
  await clock.advance(hour);
  if (expression.startsWith('cron(0 *')) expect(slots().slice(expected.length)).toHaveLength(1);
  else expect(slots()).toEqual(expected);
});

test('a process killed before it noted a firing puts it under the same key again', async () => {
  const first = start('2026-11-20T08:59:00Z');
  await first.operations.CreateSchedule(schedule('s', 'cron(0 9 * * ? *)'));
  await clock.advance(minute);
  await stop(first);
  // As if the process had died with the event on the bus and the slot not noted.
  const database = new DatabaseSync(join(folder, 'scheduler.db'));
  database.exec(`UPDATE schedules SET fired = ${Date.parse('2026-11-20T08:59:00Z')}`);
  database.close();
  start();
  await clock.advance(minute);
  expect(puts).toEqual([puts[0], puts[0]]);
  expect(fired).toHaveLength(1);
});

test('a bus that is down gets the event when it is back, or the firing is given up in the end', async () => {
  const { operations } = start('2026-11-20T08:59:00Z');
  await operations.CreateSchedule(schedule('patient', 'cron(0 9 * * ? *)'));
  await operations.CreateSchedule(schedule('hasty', 'cron(0 9 * * ? *)', patient(60)));
  broken = true;
  await clock.advance(10 * minute);
  expect(reports).toEqual([expect.stringMatching(/hasty gave up its firing of 2026-11-20T09:00:00Z/)]);
  broken = false;
  await clock.advance(2 * minute);
  expect(fired.map(({ entry }) => JSON.parse(entry.Detail!).name)).toEqual(['patient']);
});

test('a deleted schedule fires no more', async () => {
  const { operations } = start('2026-11-20T08:59:00Z');
  await operations.CreateSchedule(schedule('s', 'cron(0 9 * * ? *)'));
  await operations.DeleteSchedule({ Name: 's' });
  await clock.advance(hour);
  expect(fired).toEqual([]);
  await expect(operations.DeleteSchedule({ Name: 's' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('get, list by page, group, prefix and state', async () => {
  const { operations } = start('2026-11-20T08:00:00Z');
  expect(await operations.CreateScheduleGroup({ Name: 'g' })).toEqual({
    ScheduleGroupArn: 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/g',
  });
  for (const Name of ['a1', 'a2', 'b1'])
    await operations.CreateSchedule(schedule(Name, 'rate(1 hour)', { GroupName: 'g' }));
  await operations.CreateSchedule(schedule('c', 'cron(0 9 * * ? *)', { State: 'DISABLED' }));
  expect(await operations.GetSchedule({ Name: 'c' })).toMatchObject({
    Arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/c',
    State: 'DISABLED',
    ScheduleExpression: 'cron(0 9 * * ? *)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    CreationDate: new Date('2026-11-20T08:00:00Z'),
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
  });
  const names = async (input: object) => (await operations.ListSchedules(input)).Schedules!.map(({ Name }) => Name);
  expect(await names({})).toEqual(['c', 'a1', 'a2', 'b1']);
  expect(await names({ GroupName: 'g', NamePrefix: 'a' })).toEqual(['a1', 'a2']);
  expect(await names({ State: 'DISABLED' })).toEqual(['c']);
  const first = await operations.ListSchedules({ MaxResults: 2 });
  const second = await operations.ListSchedules({ MaxResults: 2, NextToken: first.NextToken });
  expect([...first.Schedules!, ...second.Schedules!].map(({ Name }) => Name)).toEqual(['c', 'a1', 'a2', 'b1']);
  expect(second.NextToken).toBeUndefined();
});

test.each<[string, Partial<CreateScheduleInput>, string, RegExp]>([
  ['a name with a space', { Name: 'a b' }, 'ValidationException', /'name'/],
  ['an unknown group', { GroupName: 'nobody' }, 'ResourceNotFoundException', /nobody/],
  [
    'a wrong expression',
    { ScheduleExpression: 'cron(0 9 * * *)' },
    'ValidationException',
    /Invalid Schedule Expression/,
  ],
  ['an unknown zone', { ScheduleExpressionTimezone: 'Mars' }, 'ValidationException', /Mars/],
  [
    'a window without minutes',
    { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
    'ValidationException',
    /MaximumWindowInMinutes/,
  ],
  [
    'minutes without a window',
    { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } },
    'ValidationException',
    /FLEXIBLE/,
  ],
  ['too little patience', patient(59), 'ValidationException', /MaximumEventAgeInSeconds/],
  ['a StartDate long ago', { StartDate: new Date('2026-11-20T07:00:00Z') }, 'ValidationException', /StartDate/],
  ['an EndDate that is over', { EndDate: new Date('2026-11-20T07:00:00Z') }, 'ValidationException', /EndDate/],
  [
    'another target',
    { Target: { ...target('x'), Arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' } },
    'ValidationException',
    /not supported/,
  ],
  ['no target', { Target: undefined }, 'ValidationException', /Arn and a RoleArn/],
])('%s is refused', async (_, wrong, name, message) => {
  const { operations } = start('2026-11-20T08:00:00Z');
  const input = { ...schedule('s', 'rate(1 hour)'), ...wrong };
  await expect(operations.CreateSchedule(input)).rejects.toMatchObject({
    name,
    message: expect.stringMatching(message),
  });
});

test('a name is taken once; the same request again is no conflict', async () => {
  const { operations } = start('2026-11-20T08:00:00Z');
  const input = { ...schedule('s', 'rate(1 hour)'), ClientToken: 'one' };
  const made = await operations.CreateSchedule(input);
  expect(await operations.CreateSchedule(input)).toEqual(made);
  const other = { ...input, ClientToken: 'two' };
  await expect(operations.CreateSchedule(other)).rejects.toMatchObject({ name: 'ConflictException', status: 409 });
  await operations.CreateScheduleGroup({ Name: 'g' });
  await expect(operations.CreateScheduleGroup({ Name: 'g' })).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(operations.UpdateSchedule(schedule('none', 'rate(1 hour)'))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
