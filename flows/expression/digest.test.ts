import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from './digest.ts';

const algorithms = { MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

test.each(Object.entries(algorithms))('%s agrees with the platform for any text', (name, platform) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const wellFormed = text.toWellFormed();
      expect(digest(wellFormed, name)).toBe(createHash(platform).update(wellFormed).digest('hex'));
    }),
    { numRuns: 25 },
  );
});

test('an unknown algorithm gives nothing', () => {
  expect(digest('x', 'sha256')).toBeUndefined();
});
