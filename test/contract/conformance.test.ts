import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { playFolder } from '#test/conformance/play-folder.ts';

/** Recordings of AWS that a clone may have beside it; `npm run conformance` plays those of any folder. */
const recordings = join(import.meta.dirname, '../../../shared/conformance/dev');

describe.skipIf(!existsSync(recordings))('recorded executions and definitions', () => {
  test('come out as they did on AWS', async () => {
    const played = await playFolder(recordings);
    const failed = played.filter(({ verdict }) => verdict.outcome === 'failed');
    expect(failed.map(({ name, verdict }) => `${name}: ${verdict.why}`)).toEqual([]);
    expect(played.filter(({ verdict }) => verdict.outcome === 'passed').length).toBeGreaterThan(played.length * 0.85);
    expect(played.filter(({ verdict }) => verdict.causeDiffers !== undefined)).toEqual([]);
  });
});
