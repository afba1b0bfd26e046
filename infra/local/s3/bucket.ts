import { blueprint } from '../../blueprint.ts';
import { AwsError } from '../aws-error.ts';

/** Bytes of a key in UTF-8, https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const longestKey = 1024;

/** The key of an object in the one bucket. Throws NoSuchBucket and KeyTooLongError. */
export function checkObject({ Bucket, Key }: { Bucket: string | undefined; Key: string | undefined }): string {
  if (Bucket !== blueprint.bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (!Key) throw new AwsError('InvalidRequest', 'A key is required.');
  if (Buffer.byteLength(Key) > longestKey) throw new AwsError('KeyTooLongError', 'Your key is too long');
  return Key;
}
