import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { startS3 } from '#infra/local/s3/start-s3.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

async function start() {
  const folder = scratchFolder();
  const { operations } = await startS3({ folder: folder.path });
  return { operations, stop: async () => folder.remove() };
}

throughBothDoors(
  's3',
  start,
  (reach) => new S3Client({ ...reach, forcePathStyle: true }),
  (client) => {
    const Bucket = 'millrace';

    test.each(['plain.json', 'a/b c/ü&+%.txt', '../up', 'schedules/x'])('an object at %s', async (Key) => {
      const put = await client().send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: '{"ü":1}',
          ContentType: 'application/json',
          Metadata: { flow: 'x' },
        }),
      );
      const { Body, ...head } = await client().send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body.transformToString()).toBe('{"ü":1}');
      const known = {
        ETag: put.ETag,
        ContentLength: 8,
        ContentType: 'application/json',
        LastModified: expect.any(Date),
        Metadata: { flow: 'x' },
      };
      expect(head).toMatchObject(known);
      expect(await client().send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject(known);
      await client().send(new DeleteObjectCommand({ Bucket, Key }));
      await expect(client().send(new GetObjectCommand({ Bucket, Key }))).rejects.toBeInstanceOf(NoSuchKey);
      await expect(client().send(new HeadObjectCommand({ Bucket, Key }))).rejects.toBeInstanceOf(NotFound);
    });

    test('bytes, nothing, and a stream', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, n) => n % 251);
      const roundTrip = async (expected: Uint8Array, Body: Uint8Array | Readable, ContentLength?: number) => {
        await client().send(new PutObjectCommand({ Bucket, Key: 'k', Body, ...(ContentLength && { ContentLength }) }));
        const answer = await client().send(new GetObjectCommand({ Bucket, Key: 'k' }));
        return Buffer.from(await answer.Body.transformToByteArray()).equals(expected);
      };
      expect(await roundTrip(bytes, bytes)).toBe(true);
      expect(await roundTrip(new Uint8Array(), new Uint8Array())).toBe(true);
      const pieces = [bytes.slice(0, 100_000), bytes.slice(100_000)];
      expect(await roundTrip(bytes, Readable.from(pieces, { objectMode: false }), bytes.length)).toBe(true);
    });

    test('errors have their names', async () => {
      const Key = 'k';
      const elsewhere = client().send(new PutObjectCommand({ Bucket: 'nobody', Key, Body: 'x' }));
      await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } });
      const read = client().send(new GetObjectCommand({ Bucket: 'nobody', Key }));
      await expect(read).rejects.toMatchObject({ name: new NoSuchBucket({ message: '', $metadata: {} }).name });
      const long = client().send(new PutObjectCommand({ Bucket, Key: 'x'.repeat(1025), Body: 'x' }));
      await expect(long).rejects.toMatchObject({ name: 'KeyTooLongError' });
      const part = client().send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-1' }));
      await expect(part).rejects.toMatchObject({ name: 'NotImplemented', $fault: 'server' });
    });
  },
);
