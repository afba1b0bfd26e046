import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import { type S3, startS3 } from './start-s3.ts';

let folder: string;
let s3: S3['operations'];
const Bucket = 'millrace';

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 's3-')), 'objects');
  s3 = (await startS3({ folder, clock: new ManualClock() })).operations;
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

test('an object comes back with its type, tag and metadata, also after a restart', async () => {
  const put = await s3.PutObject({
    Bucket,
    Key: 'a/b.json',
    Body: '{"ü":1}',
    ContentType: 'application/json',
    Metadata: { flow: 'x' },
  });
  expect(put.ETag).toBe('"f9452f311659294528a8a76492a0ef0b"');
  const again = (await startS3({ folder })).operations;
  const { Body, ...head } = await again.GetObject({ Bucket, Key: 'a/b.json' });
  expect(await Body.transformToString()).toBe('{"ü":1}');
  expect(head).toEqual({
    ETag: put.ETag,
    ContentLength: 8,
    ContentType: 'application/json',
    LastModified: new Date(Date.UTC(2026, 0, 1)),
    Metadata: { flow: 'x' },
  });
  expect(await again.HeadObject({ Bucket, Key: 'a/b.json' })).toEqual(head);
});

test('any key and any bytes, never outside the folder', async () => {
  const evil = fc.constantFrom(
    '../../escape',
    '/etc/passwd',
    'a/../../b',
    '..',
    'con',
    'a\0b',
    'x'.repeat(1024),
    '💥/é',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(evil, fc.string({ minLength: 1, maxLength: 200 })),
      fc.uint8Array(),
      async (Key, Body) => {
        await s3.PutObject({ Bucket, Key, Body });
        const read = await s3.GetObject({ Bucket, Key });
        expect(await read.Body.transformToByteArray()).toEqual(Body);
      },
    ),
    { numRuns: 60 },
  );
  const beside = readdirSync(join(folder, '..'));
  expect(beside.map((name) => relative(folder, join(folder, '..', name)))).toEqual(['']);
});

test('an overwritten object is the new one, a deleted one is gone, streams are read', async () => {
  await s3.PutObject({ Bucket, Key: 'k', Body: 'old' });
  await s3.PutObject({ Bucket, Key: 'k', Body: Readable.from(['n', 'ew']) });
  expect(await (await s3.GetObject({ Bucket, Key: 'k' })).Body.transformToString()).toBe('new');
  await s3.DeleteObject({ Bucket, Key: 'k' });
  await s3.DeleteObject({ Bucket, Key: 'k' });
  await expect(s3.GetObject({ Bucket, Key: 'k' })).rejects.toMatchObject({ name: 'NoSuchKey', status: 404 });
});

test('what a crash left of a write is removed at the next start', async () => {
  await s3.PutObject({ Bucket, Key: 'k', Body: 'kept' });
  const [sub] = readdirSync(folder);
  writeFileSync(join(folder, sub!, 'half.part'), 'half');
  const again = (await startS3({ folder })).operations;
  expect(readdirSync(join(folder, sub!))).toHaveLength(1);
  expect(await (await again.GetObject({ Bucket, Key: 'k' })).Body.transformToString()).toBe('kept');
});

test('objects are forgotten in their time, others are not', async () => {
  const clock = new ManualClock();
  const options = { folder, clock, forgotten: [{ prefix: 'runs/', days: 31 }] };
  const { operations, stop } = await startS3(options);
  const kept = async (Key: string) =>
    operations.HeadObject({ Bucket, Key }).then(
      () => true,
      (error: Error) => error.name,
    );
  await operations.PutObject({ Bucket, Key: 'runs/1', Body: 'x' });
  await operations.PutObject({ Bucket, Key: 'compiled/1', Body: 'x' });
  await clock.advance(30 * 86_400_000);
  await operations.PutObject({ Bucket, Key: 'runs/2', Body: 'x' });
  expect(await kept('runs/1')).toBe(true);
  await clock.advance(2 * 86_400_000);
  // A day whose round of the day before is still under way is left to the next.
  const nextDay = async (Key: string) => {
    await clock.advance(86_400_000);
    return kept(Key);
  };
  await expect.poll(() => nextDay('runs/1'), { interval: 500 }).not.toBe(true);
  expect([await kept('runs/2'), await kept('compiled/1')]).toEqual([true, true]);
  await stop();
  await clock.advance(32 * 86_400_000);
  expect(await kept('runs/2')).toBe(true);
  const again = await startS3(options);
  await expect.poll(() => nextDay('runs/2'), { interval: 500 }).not.toBe(true);
  await again.stop();
});

test.each<[string, PutObjectCommandInput, string]>([
  ['another bucket', { Bucket: 'nobody', Key: 'k' }, 'NoSuchBucket'],
  ['a key of 1,025 bytes', { Bucket, Key: 'x'.repeat(1025) }, 'KeyTooLongError'],
  ['much metadata', { Bucket, Key: 'k', Metadata: { a: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
  ['a condition', { Bucket, Key: 'k', IfNoneMatch: '*' }, 'NotImplemented'],
  ['more than 100 MB', { Bucket, Key: 'k', Body: new Uint8Array(100 * 1024 * 1024 + 1) }, 'EntityTooLarge'],
])('%s is refused', async (_, input, name) => {
  await expect(s3.PutObject(input)).rejects.toMatchObject({ name });
});
