import { Readable } from 'node:stream';
import type { GetObjectCommandOutput, GetObjectRequest, HeadObjectOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import { checkObject } from './bucket.ts';
import { headMembers } from './head-object.ts';
import type { ObjectFiles } from './object-files.ts';

/** What GetObject answers. */
export type WholeObject = HeadObjectOutput & { Body: NonNullable<GetObjectCommandOutput['Body']> };

/** S3's GetObject, whole objects only. */
export async function getObject(files: ObjectFiles, input: GetObjectRequest): Promise<WholeObject> {
  const key = checkObject(input);
  if (input.Range !== undefined) {
    throw new AwsError('NotImplemented', 'Parts of objects are not given on one machine.', 501);
  }
  const found = await files.get(key, true);
  if (!found) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return { ...headMembers(found.head), Body: sdkBody(found.bytes) };
}

/** A body as the SDK gives it: a stream that can also be read at once. */
function sdkBody(bytes: Uint8Array): WholeObject['Body'] {
  const stream = Readable.from([bytes], { objectMode: false });
  return Object.assign(stream, {
    transformToByteArray: async () => bytes,
    transformToString: async (encoding: string = 'utf8') => Buffer.from(bytes).toString(encoding as BufferEncoding),
    transformToWebStream: () => Readable.toWeb(stream) as unknown as ReadableStream,
  }) as unknown as WholeObject['Body'];
}
