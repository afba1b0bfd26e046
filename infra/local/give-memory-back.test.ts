import { expect, test } from 'vitest';
import { giveMemoryBack } from './give-memory-back.ts';

test('what nobody needs any more is given back at once', () => {
  // Kept alive for as long as the function runs, and by nobody afterwards.
  const hold = () => Array.from({ length: 500_000 }, (_, n) => ({ n })).length;
  giveMemoryBack();
  const before = process.memoryUsage().heapUsed;
  hold();
  const full = process.memoryUsage().heapUsed;
  giveMemoryBack();
  const after = process.memoryUsage().heapUsed;
  expect(full - before).toBeGreaterThan(5_000_000);
  expect(after - before).toBeLessThan((full - before) / 4);
});
