import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3';
import { checkObject } from './bucket.ts';
import type { ObjectFiles } from './object-files.ts';

/** S3's DeleteObject: an object that is not there is no error. */
export async function deleteObject(files: ObjectFiles, input: DeleteObjectRequest): Promise<DeleteObjectOutput> {
  await files.delete(checkObject(input));
  return {};
}
