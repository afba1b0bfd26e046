import { join } from 'node:path';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import {
  ConflictException,
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { startScheduler } from '#infra/local/scheduler/start-scheduler.ts';
import { openStore } from '#infra/local/storage/store.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

let fired: PutEventsRequestEntry[];

async function start() {
  const folder = scratchFolder();
  const store = openStore(join(folder.path, 'scheduler.db'), () => {});
  fired = [];
  const scheduler = startScheduler({
    store,
    put: async (_, entry) => {
      fired.push(entry);
    },
    report: () => {},
  });
  return {
    operations: scheduler.operations,
    async stop() {
      await scheduler.stop();
      store.close();
      folder.remove();
    },
  };
}

throughBothDoors(
  'scheduler',
  start,
  (reach) => new SchedulerClient(reach),
  (client) => {
    const schedule = (Name: string, more: Partial<CreateScheduleInput> = {}): CreateScheduleInput => ({
      Name,
      GroupName: 'mine',
      ScheduleExpression: 'cron(0 9 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/millrace',
        RoleArn: 'arn:aws:iam::000000000000:role/any',
        EventBridgeParameters: { Source: 'millrace', DetailType: 'core.schedule' },
        Input: '{"at":"<aws.scheduler.scheduled-time>"}',
      },
      ...more,
    });

    test('a group and a schedule are made, read, changed, listed and deleted', async () => {
      await client().send(new CreateScheduleGroupCommand({ Name: 'mine' }));
      const EndDate = new Date('2199-01-02T03:04:05Z');
      const made = await client().send(new CreateScheduleCommand(schedule('a/../b'.replaceAll('/', '.'), { EndDate })));
      expect(made.ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/mine/a....b');
      const get = new GetScheduleCommand({ Name: 'a....b', GroupName: 'mine' });
      expect(await client().send(get)).toMatchObject({
        Arn: made.ScheduleArn,
        EndDate,
        State: 'ENABLED',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        CreationDate: expect.any(Date),
        Target: schedule('x').Target,
      });
      const window = {
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
        State: 'DISABLED',
      } as const;
      await client().send(new UpdateScheduleCommand(schedule('a....b', window)));
      const changed = await client().send(get);
      expect(changed).toMatchObject(window);
      expect(changed.EndDate).toBeUndefined();
      await client().send(new CreateScheduleCommand(schedule('b')));
      const list = (more: object) => client().send(new ListSchedulesCommand({ GroupName: 'mine', ...more }));
      const first = await list({ MaxResults: 1 });
      expect(first.Schedules.map(({ Name }: { Name: string }) => Name)).toEqual(['a....b']);
      const second = await list({ MaxResults: 1, NextToken: first.NextToken });
      expect(second.Schedules).toMatchObject([{ Name: 'b', GroupName: 'mine', CreationDate: expect.any(Date) }]);
      expect((await list({ State: 'DISABLED', NamePrefix: 'a' })).Schedules).toHaveLength(1);
      await client().send(new DeleteScheduleCommand({ Name: 'b', GroupName: 'mine' }));
      const gone = new GetScheduleCommand({ Name: 'b', GroupName: 'mine' });
      await expect(client().send(gone)).rejects.toBeInstanceOf(ResourceNotFoundException);
    });

    test('a rate fires at once on the bus', async () => {
      await client().send(
        new CreateScheduleCommand(schedule('now', { GroupName: 'default', ScheduleExpression: 'rate(1 hour)' })),
      );
      await expect.poll(() => fired.length).toBe(1);
      expect(fired[0]).toMatchObject({ Source: 'millrace', DetailType: 'core.schedule' });
      expect(Date.now() - Date.parse(JSON.parse(fired[0]!.Detail!).at)).toBeLessThan(10_000);
    });

    test('errors have their names and messages', async () => {
      const wrong = client().send(new CreateScheduleCommand(schedule('c', { ScheduleExpression: 'cron(* * * * *)' })));
      await expect(wrong).rejects.toBeInstanceOf(ValidationException);
      await expect(wrong).rejects.toThrow('Invalid Schedule Expression cron(* * * * *).');
      await client().send(new CreateScheduleCommand(schedule('d', { ClientToken: 'one' })));
      const taken = client().send(new CreateScheduleCommand(schedule('d', { ClientToken: 'two' })));
      await expect(taken).rejects.toBeInstanceOf(ConflictException);
      await expect(taken).rejects.toMatchObject({ $metadata: { httpStatusCode: 409 } });
      const nobody = client().send(new UpdateScheduleCommand(schedule('nobody')));
      await expect(nobody).rejects.toBeInstanceOf(ResourceNotFoundException);
    });
  },
);
