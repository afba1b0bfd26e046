import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';
import { effectKey } from './effect.ts';

/** Where the items and results of a distributed loop lie; what the bucket forgets with the runs begins so. */
export function loopPlace(run: string, path: string): { bucket: string; key: string; folder: string } {
  const folder = `runs/${run}/loops/${effectKey(run, path).slice(0, 40)}`;
  return { bucket: environment('MILLRACE_BUCKET'), key: `${folder}/items.jsonl`, folder };
}

export async function putText(key: string, text: string): Promise<void> {
  const Bucket = environment('MILLRACE_BUCKET');
  await client('s3').send(new PutObjectCommand({ Bucket, Key: key, Body: text, ContentType: 'application/json' }));
}

/** The text of an object; undefined when it is no longer kept. */
export async function getText(key: string): Promise<string | undefined> {
  try {
    const answer = await client('s3').send(new GetObjectCommand({ Bucket: environment('MILLRACE_BUCKET'), Key: key }));
    return await answer.Body?.transformToString();
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}
