import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeatEvery } from './repeat-every.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('one tick after another, until it is ended', async () => {
  const tick = vi.fn(async () => {});
  const end = repeatEvery(tick, 100);
  await vi.advanceTimersByTimeAsync(350);
  expect(tick).toHaveBeenCalledTimes(3);
  end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(tick).toHaveBeenCalledTimes(3);
});

test('what is ended while a tick is under way does not begin again', async () => {
  const held = Promise.withResolvers<void>();
  const tick = vi.fn(() => held.promise);
  const end = repeatEvery(tick, 100);
  await vi.advanceTimersByTimeAsync(100);
  end();
  held.resolve();
  await vi.advanceTimersByTimeAsync(1000);
  expect(tick).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('a tick that fails does not end it', async () => {
  const tick = vi.fn(() => Promise.reject(new Error('no')));
  const end = repeatEvery(tick, 100);
  await vi.advanceTimersByTimeAsync(350);
  expect(tick).toHaveBeenCalledTimes(3);
  end();
});
