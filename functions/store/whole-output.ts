import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';
import { hideCallbacks } from '#functions/middleware/redact.ts';

/** An output that its step could not carry: what the record of the action keeps of it. */
export interface WholeOutput {
  /** SHA-256 of its JSON text in hex: its name in the bucket, below that of its run. */
  hash: string;
  bytes: number;
  /** The first characters of its JSON text, without the signatures of callbacks. */
  beginning: string;
}

/** Characters of the beginning. */
const shown = 2000;

/** What a record keeps of an output with this JSON text. */
export function wholeOutput(text: string): WholeOutput {
  const hash = createHash('sha256').update(text).digest('hex');
  return { hash, bytes: Buffer.byteLength(text), beginning: hideCallbacks(text).slice(0, shown) };
}

/** Puts the JSON text of an output into the bucket, where it stays as long as its run may. */
export async function keepWholeOutput(run: string, { hash }: WholeOutput, text: string): Promise<void> {
  await client('s3').send(
    new PutObjectCommand({
      Bucket: environment('MILLRACE_BUCKET'),
      Key: objectKey(run, hash),
      Body: Buffer.from(text),
      ContentType: 'application/json',
    }),
  );
}

/** The JSON text of an output; undefined when it is no longer kept. */
export async function readWholeOutput(run: string, { hash }: WholeOutput): Promise<string | undefined> {
  try {
    const answer = await client('s3').send(
      new GetObjectCommand({ Bucket: environment('MILLRACE_BUCKET'), Key: objectKey(run, hash) }),
    );
    return await answer.Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey || (error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** What the bucket forgets with the runs begins so (infra/blueprint.ts). */
function objectKey(run: string, hash: string): string {
  return `runs/${run}/${hash}.json`;
}
