import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { playFolder } from '#test/conformance/play-folder.ts';

/** Recordings of AWS that a clone may have beside it; `npm run conformance` plays those of any folder. */
const recordings = join(import.meta.dirname, '../../../shared/conformance/dev');

describe.skipIf(!existsSync(recordings))('what was recorded on AWS', () => {
  test.each([
    ['asl', 0.97, 0.15],
    ['asl-valid', 0.9, 0],
    ['asl-invalid', 0.9, 0.15],
    ['schedule', 1, 0.3],
    ['test-state', 0.9, 0],
  ])('comes out the same in %s: at least %d of what is played, at most %d left out', async (set, passes, skips) => {
    const played = await playFolder(join(recordings, set));
    const share = (outcome: string, of: number) =>
      played.filter(({ verdict }) => verdict.outcome === outcome).length / of;
    const skipped = share('skipped', played.length);
    expect(skipped).toBeLessThanOrEqual(skips);
    expect(share('passed', played.length * (1 - skipped))).toBeGreaterThanOrEqual(passes - 1e-9);
    expect(played.filter(({ verdict }) => verdict.causeDiffers !== undefined)).toEqual([]);
  });
});
