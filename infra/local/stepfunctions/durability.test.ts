import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Fixture, openFixture, task } from '#test/support/step-functions-fixture.ts';
import { openStore } from '../storage/store.ts';

let fixture: Fixture;

// Each answer waits for the disk, which others may keep busy: how long that takes says nothing.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeEach(async () => {
  fixture = await openFixture({ retentionDays: 2 });
});

afterEach(() => fixture.remove());

/** Reads or changes the file of a stopped server. */
function edit<T>(work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(fixture.file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Rows of the tables that grow. */
async function rows(): Promise<Record<string, unknown>> {
  let counted: Record<string, unknown> = {};
  await fixture.restart(() => {
    counted = edit((database) =>
      Object.fromEntries(
        ['executions', 'events', 'snapshots', 'untold'].map((table) => [
          table,
          database.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n,
        ]),
      ),
    );
  });
  return counted;
}

async function outcome(executionArn: string) {
  const { status, output, error, cause } = await fixture.operations.DescribeExecution({ executionArn });
  return { status, output, error, cause };
}

const wait = { Type: 'Wait', Seconds: 100, End: true };

describe('after a restart', () => {
  test('a timer that has not passed keeps its time, one that has passed fires at once', async () => {
    const machine = await fixture.machine('m', { W: wait });
    const early = await fixture.start(machine, 'early');
    await fixture.clock.advance(50_000);
    const late = await fixture.start(machine, 'late');
    await fixture.restart(() => fixture.clock.advance(60_000));
    expect(await outcome(early)).toMatchObject({ status: 'SUCCEEDED' });
    await fixture.clock.advance(39_999);
    expect(await outcome(late)).toMatchObject({ status: 'RUNNING' });
    await fixture.clock.advance(1);
    expect(await outcome(late)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('a call that was under way is made again, with the same arguments', async () => {
    const states = {
      P: { Type: 'Pass', Assign: { id: '{% $uuid() %}', luck: '{% $random() %}' }, Next: 'T' },
      T: { ...task, Arguments: ['{% $id %}', '{% $luck %}'] },
    };
    const run = await fixture.start(await fixture.machine('m', states), 'r');
    const [{ payload: before }] = fixture.calls as [Fixture['calls'][0]];
    await fixture.restart();
    await fixture.restart();
    expect(fixture.calls.map(({ payload }) => payload)).toEqual([before]);
    await fixture.answer('done');
    expect(await outcome(run)).toMatchObject({ output: '"done"' });
  });

  test('a call whose time has passed is not made again', async () => {
    const run = await fixture.start(await fixture.machine('m', { T: { ...task, TimeoutSeconds: 10 } }), 'r');
    await fixture.restart(() => fixture.clock.advance(10_000));
    expect(fixture.calls).toEqual([]);
    expect(await outcome(run)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('tries are counted on', async () => {
    const Retry = [{ ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 2, JitterStrategy: 'FULL' }];
    const run = await fixture.start(await fixture.machine('m', { T: { ...task, Retry } }), 'r');
    await fixture.answer({ error: 'E', cause: 'first' });
    await fixture.restart();
    await fixture.clock.advance(10_000);
    await fixture.answer({ error: 'E', cause: 'second' });
    await fixture.restart(() => fixture.clock.advance(20_000));
    await fixture.answer({ error: 'E', cause: 'third' });
    expect(await outcome(run)).toMatchObject({ status: 'FAILED', cause: 'third' });
  });

  test('a loop goes on where it stood', async () => {
    const states = {
      M: {
        Type: 'Map',
        Items: [1, 2, 3],
        MaxConcurrency: 2,
        ItemProcessor: { StartAt: 'T', States: { T: task } },
        End: true,
      },
    };
    const run = await fixture.start(await fixture.machine('m', states), 'r');
    await fixture.answer('one');
    expect(fixture.calls.map(({ payload }) => payload)).toEqual([2, 3]);
    await fixture.restart();
    expect(fixture.calls.map(({ payload }) => payload)).toEqual([2, 3]);
    await fixture.answer('two');
    await fixture.answer('three');
    expect(await outcome(run)).toMatchObject({ output: '["one","two","three"]' });
  });

  test('who waited for an answer was told that the server stops', async () => {
    const machine = await fixture.machine('x', { T: task }, 'EXPRESS');
    const answer = expect(fixture.operations.StartSyncExecution({ stateMachineArn: machine })).rejects.toMatchObject({
      name: 'ServiceUnavailable',
    });
    await fixture.settle();
    const { operations } = fixture;
    await fixture.restart();
    await answer;
    expect(fixture.calls).toHaveLength(1);
    await expect(operations.StartExecution({ stateMachineArn: machine })).rejects.toMatchObject({
      name: 'ServiceUnavailable',
    });
  });
});

describe('a long execution', () => {
  const items = Array.from({ length: 450 }, (_, index) => index);
  const states = {
    M: {
      Type: 'Map',
      Items: items,
      MaxConcurrency: 10,
      ItemProcessor: { StartAt: 'T', States: { T: task } },
      End: true,
    },
  };

  /** Answers the items from one on to another, those that are called together at once. */
  async function answerItems(from: number, to: number): Promise<void> {
    for (let i = from; i < to; ) {
      const calls = fixture.calls.splice(0);
      expect(calls.map(({ payload }) => payload)).toEqual(items.slice(i, i + 10));
      for (const { answer } of calls) answer({ payload: String(i++) });
      await fixture.settle();
    }
  }

  async function runTo(count: number): Promise<string> {
    const run = await fixture.start(await fixture.machine('m', states), 'r');
    await answerItems(0, count);
    return run;
  }

  test.each([
    [
      'goes on from its last snapshot',
      () => edit((database) => database.exec("UPDATE events SET event = '!' WHERE id < 300")),
    ],
    [
      'does without a snapshot that is damaged',
      () => edit((database) => database.exec("UPDATE snapshots SET progress = '!'")),
    ],
  ])('%s', async (_, damage) => {
    const run = await runTo(440);
    await fixture.restart(damage);
    expect(fixture.reports).toEqual([]);
    expect(fixture.calls.map(({ payload }) => payload)).toEqual(items.slice(440));
    await answerItems(440, 450);
    expect(await outcome(run)).toMatchObject({ output: JSON.stringify(items) });
    expect(await rows()).toMatchObject({ snapshots: 0 });
  });

  test('is told whole', async () => {
    const run = await runTo(450);
    const types: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await fixture.operations.GetExecutionHistory({ executionArn: run, nextToken, maxResults: 1000 });
      types.push(...page.events!.map(({ type }) => type!));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(types.filter((type) => type === 'LambdaFunctionSucceeded')).toHaveLength(450);
    expect(types.at(-1)).toBe('ExecutionSucceeded');
  });
});

describe('a damaged journal', () => {
  const states = { T: { ...task, End: false, Next: 'W' }, W: wait };

  test('is cut and reported, and the execution goes on from there', async () => {
    const machine = await fixture.machine('m', states);
    const sound = await fixture.start(machine, 'sound');
    const damaged = await fixture.start(machine, 'damaged');
    await fixture.answer('a');
    await fixture.answer('b');
    await fixture.restart(() =>
      edit((database) => database.exec(`UPDATE events SET event = replace(event, '"b"', '"c"')`)),
    );
    expect(fixture.reports).toEqual([
      'The journal of the execution m:damaged is damaged after its event 1: it goes on from there.',
    ]);
    await fixture.restart();
    expect(fixture.reports).toHaveLength(1);
    await fixture.answer('d');
    await fixture.clock.advance(100_000);
    expect(await outcome(sound)).toMatchObject({ output: '"a"' });
    expect(await outcome(damaged)).toMatchObject({ output: '"d"' });
  });

  test('ends an execution whose start is lost', async () => {
    const run = await fixture.start(await fixture.machine('m', states), 'r');
    await fixture.restart(() => edit((database) => database.exec("UPDATE events SET event = '!'")));
    expect(await outcome(run)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining('could not be taken up again'),
    });
    expect(fixture.reports.at(-1)).toContain('m:r was ended');
    expect(fixture.statuses).toMatchObject([{ name: 'r', status: 'FAILED' }]);
  });
});

describe('the end of an execution', () => {
  test('is told again until it is taken, with longer and longer pauses', async () => {
    fixture.listener.takes = false;
    const run = await fixture.start(await fixture.machine('m', { T: task }), 'r');
    await fixture.answer(1);
    await fixture.clock.advance(7000);
    expect(fixture.statuses).toHaveLength(4);
    fixture.listener.takes = true;
    await fixture.clock.advance(8000);
    expect(fixture.statuses).toHaveLength(5);
    await fixture.clock.advance(600_000);
    expect(fixture.statuses.map(({ executionArn }) => executionArn)).toEqual(Array(5).fill(run));
    expect(await rows()).toMatchObject({ untold: 0 });
  });

  test('is told after a restart when nobody took it', async () => {
    fixture.listener.takes = false;
    await fixture.start(await fixture.machine('m', { T: task }), 'r');
    await fixture.answer(1);
    await fixture.restart(() => {
      fixture.listener.takes = true;
    });
    expect(fixture.statuses).toMatchObject([{ name: 'r', status: 'SUCCEEDED', input: '{}', output: '1' }]);
    await fixture.restart();
    expect(fixture.statuses).toEqual([]);
  });
});

describe('room in the file', () => {
  test('an EXPRESS execution leaves nothing behind', async () => {
    await fixture.start(await fixture.machine('x', { T: task }, 'EXPRESS'), 'r');
    await fixture.answer(1);
    expect(await rows()).toEqual({ executions: 0, events: 0, snapshots: 0, untold: 0 });
  });

  test('an ended execution is kept for its time and then erased, one that runs is kept', async () => {
    const machine = await fixture.machine('m', { T: task });
    const running = await fixture.start(machine, 'running');
    const ended = await fixture.start(machine, 'ended');
    const [, call] = fixture.calls;
    call!.answer({ payload: '1' });
    await fixture.settle();
    await fixture.clock.advance(2 * 86_400_000 - 120_000);
    expect(await outcome(ended)).toMatchObject({ status: 'SUCCEEDED' });
    await fixture.clock.advance(240_000);
    await expect(outcome(ended)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    expect(await outcome(running)).toMatchObject({ status: 'RUNNING' });
    expect(await rows()).toMatchObject({ executions: 1, events: 1 });
  });

  test('an execution whose end nobody took is kept until somebody does', async () => {
    fixture.listener.takes = false;
    const machine = await fixture.machine('m', { T: task });
    const ended = await fixture.start(machine, 'ended');
    await fixture.answer(1);
    await fixture.clock.advance(5 * 86_400_000);
    await fixture.restart();
    await fixture.clock.advance(120_000);
    expect(await outcome(ended)).toMatchObject({ status: 'SUCCEEDED' });
    fixture.listener.takes = true;
    await fixture.clock.advance(180_000);
    await expect(outcome(ended)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  test('thousands are erased slice by slice and the file shrinks', async () => {
    const machine = await fixture.machine('m', { P: { Type: 'Pass', End: true } });
    const start = (_: unknown, index: number) =>
      fixture.operations.StartExecution({
        stateMachineArn: machine,
        name: `r${index}`,
        input: JSON.stringify('x'.repeat(1000)),
      });
    await Promise.all(Array.from({ length: 3000 }, start));
    const pages = async () => {
      let count = 0;
      await fixture.restart(() => {
        count = edit((database) => database.prepare('PRAGMA page_count').get()!.page_count as number);
      });
      return count;
    };
    const before = await pages();
    await fixture.clock.advance(3 * 86_400_000);
    expect(await rows()).toMatchObject({ executions: 0, events: 0 });
    expect(await pages()).toBeLessThan(before / 2);
  });
});

test('a second start on the same file is told so in one sentence', () => {
  expect(() => openStore(fixture.file, () => {})).toThrow(
    expect.objectContaining({ code: 'DATA_LOCKED', message: expect.stringContaining('is in use') }),
  );
});

test('a file of a newer version is left alone', async () => {
  await fixture.stop();
  edit((database) => database.exec('PRAGMA user_version = 99'));
  await expect(fixture.open()).rejects.toThrow('written by a newer version of Millrace');
  edit((database) => database.exec('PRAGMA user_version = 1'));
  await fixture.open();
});
