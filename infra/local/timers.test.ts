import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import { Timers } from './timers.ts';

test('fires every timer that was not cancelled, in order and at its time, whatever is set and cancelled', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ after: fc.integer({ min: -5, max: 1000 }), cancel: fc.boolean() }), { maxLength: 60 }),
      async (plan) => {
        const clock = new ManualClock(0);
        const timers = new Timers(clock);
        const fired: { at: number; now: number }[] = [];
        const set = plan.map(({ after, cancel }) => {
          const timer = timers.set(after, () => fired.push({ at: after, now: clock.now() }));
          return { timer, cancel };
        });
        for (const { timer, cancel } of set) if (cancel) timers.cancel(timer);
        await clock.advance(1000);
        const expected = plan.filter(({ cancel }) => !cancel).map(({ after }) => after);
        expect(fired.map(({ at }) => at)).toEqual(expected.sort((a, b) => a - b));
        expect(fired.every(({ at, now }) => now === Math.max(at, 0))).toBe(true);
        expect(timers.size).toBe(0);
      },
    ),
  );
});

test('a timer may set and cancel others while it fires', async () => {
  const clock = new ManualClock(0);
  const timers = new Timers(clock);
  const fired: string[] = [];
  const never = timers.set(20, () => fired.push('never'));
  timers.set(10, () => {
    fired.push('first');
    timers.cancel(never);
    timers.set(15, () => fired.push('second'));
  });
  await clock.advance(100);
  expect(fired).toEqual(['first', 'second']);
});

test('keeps a timer that is further away than setTimeout can reach', async () => {
  const clock = new ManualClock(0);
  const timers = new Timers(clock);
  const year = 365 * 86_400_000;
  let fired = false;
  timers.set(year, () => {
    fired = true;
  });
  await clock.advance(year - 1);
  expect(fired).toBe(false);
  await clock.advance(1);
  expect(fired).toBe(true);
});

test('fires a thousand timers of the same moment', async () => {
  const clock = new ManualClock(0);
  const timers = new Timers(clock);
  let fired = 0;
  for (let i = 0; i < 1000; i++) timers.set(5, () => fired++);
  await clock.advance(5);
  expect(fired).toBe(1000);
});
