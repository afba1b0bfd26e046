import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import { checkObject } from './bucket.ts';
import type { ObjectFiles, ObjectHead } from './object-files.ts';

/** S3's HeadObject. */
export async function headObject(files: ObjectFiles, input: HeadObjectRequest): Promise<HeadObjectOutput> {
  const found = await files.get(checkObject(input), false);
  // A HEAD answer has no body to hold a finer code.
  if (!found) throw new AwsError('NotFound', 'NotFound', 404);
  return headMembers(found.head);
}

/** What HeadObject and GetObject tell alike. */
export function headMembers({ etag, length, modified, contentType, metadata }: ObjectHead): HeadObjectOutput {
  return {
    ETag: etag,
    ContentLength: length,
    ContentType: contentType,
    LastModified: new Date(modified),
    Metadata: metadata,
  };
}
