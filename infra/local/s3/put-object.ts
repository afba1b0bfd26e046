import { createHash } from 'node:crypto';
import type { PutObjectCommandInput, PutObjectOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { checkObject } from './bucket.ts';
import type { ObjectFiles } from './object-files.ts';

/** Bytes; more than one machine should keep of one value. AWS takes 5 GB. */
const largestObject = 100 * 1024 * 1024;
/** Bytes of names and values, https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const largestMetadata = 2048;

/** S3's PutObject: resolves once the object is on disk. */
export async function putObject(
  files: ObjectFiles,
  clock: Clock,
  input: PutObjectCommandInput,
): Promise<PutObjectOutput> {
  const key = checkObject(input);
  if (input.IfMatch !== undefined || input.IfNoneMatch !== undefined) {
    throw new AwsError('NotImplemented', 'Conditional writes are not supported on one machine.', 501);
  }
  const metadata = input.Metadata ?? {};
  const size = Object.entries(metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (size > largestMetadata) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  const bytes = await readBody(input.Body);
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  await files.put(
    {
      key,
      etag,
      length: bytes.length,
      modified: Math.floor(clock.now() / 1000) * 1000,
      contentType: input.ContentType ?? 'application/octet-stream',
      metadata,
    },
    bytes,
  );
  return { ETag: etag };
}

async function readBody(body: unknown): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return limited(Buffer.from(body));
  if (body instanceof Uint8Array) return limited(body);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    chunks.push(bytes);
    length += bytes.length;
    if (length > largestObject) break;
  }
  return limited(Buffer.concat(chunks));
}

function limited(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= largestObject) return bytes;
  throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}
