import type {
  DeleteObjectOutput,
  DeleteObjectRequest,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
  PutObjectCommandInput,
  PutObjectOutput,
} from '@aws-sdk/client-s3';
import { type Clock, systemClock } from '../clock.ts';
import { deleteObject } from './delete-object.ts';
import { getObject, type WholeObject } from './get-object.ts';
import { headObject } from './head-object.ts';
import { ObjectFiles } from './object-files.ts';
import { putObject } from './put-object.ts';

/** The embedded S3 with its one bucket. */
export interface S3 {
  operations: {
    PutObject(input: PutObjectCommandInput): Promise<PutObjectOutput>;
    GetObject(input: GetObjectRequest): Promise<WholeObject>;
    HeadObject(input: HeadObjectRequest): Promise<HeadObjectOutput>;
    DeleteObject(input: DeleteObjectRequest): Promise<DeleteObjectOutput>;
  };
}

/** Starts on a folder of its own. */
export async function startS3({ folder, clock = systemClock }: { folder: string; clock?: Clock }): Promise<S3> {
  const files = new ObjectFiles(folder);
  await files.tidy();
  return {
    operations: {
      PutObject: (input) => putObject(files, clock, input),
      GetObject: (input) => getObject(files, input),
      HeadObject: (input) => headObject(files, input),
      DeleteObject: (input) => deleteObject(files, input),
    },
  };
}
