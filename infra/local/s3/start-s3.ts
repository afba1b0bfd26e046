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
import { type ForgetRule, forgetObjects } from './forget-objects.ts';
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
  stop(): Promise<void>;
}

interface S3Options {
  folder: string;
  clock?: Clock;
  /** Lifecycle rules of the bucket. */
  forgotten?: readonly ForgetRule[];
  report?: (sentence: string) => void;
}

/** Starts on a folder of its own. */
export async function startS3(options: S3Options): Promise<S3> {
  const { folder, clock = systemClock, forgotten = [], report = console.error } = options;
  const files = new ObjectFiles(folder);
  await files.tidy();
  const stop = forgetObjects(files, forgotten, clock, report);
  return {
    operations: {
      PutObject: (input) => putObject(files, clock, input),
      GetObject: (input) => getObject(files, input),
      HeadObject: (input) => headObject(files, input),
      DeleteObject: (input) => deleteObject(files, input),
    },
    stop,
  };
}
