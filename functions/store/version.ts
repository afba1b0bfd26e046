import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';
import { partition, sortKeys } from './table/keys.ts';
import { deleteItem, getItem, putItem, queryItems } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** A published version: never changed once written. */
export interface StoredVersion {
  flow: string;
  version: number;
  name: string;
  publishedAt: string;
  publishedBy: string;
  type: 'EXPRESS' | 'STANDARD';
  source: string;
  format: 'yaml' | 'json';
  /** SHA-256 of format and source. */
  textHash: string;
  /** SHA-256 of the compiled flow, its name in the bucket. */
  compiledHash: string;
  /** Connections that steps of this version may use. */
  connections: CompiledFlow['connections'];
}

const versionKey = (flow: string, version: number): Key => ({
  pk: partition('flow', flow),
  sk: `${sortKeys.flow.version}${String(version).padStart(8, '0')}`,
});

/** One version of a flow, also of a deleted one: runs name it as long as they are kept. */
export function readVersion(flow: string, version: number): Promise<(StoredVersion & Key) | undefined> {
  return getItem<StoredVersion>(versionKey(flow, version));
}

/** The newest version, published or still on its way. */
export async function newestVersion(flow: string): Promise<StoredVersion | undefined> {
  const page = await queryItems<StoredVersion>({
    pk: partition('flow', flow),
    prefix: sortKeys.flow.version,
    newestFirst: true,
    limit: 1,
    consistent: true,
  });
  return page.items[0];
}

/** Versions, newest first. */
export function listVersions(
  flow: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: StoredVersion[]; next?: string }> {
  const { limit, cursor } = page;
  const pk = partition('flow', flow);
  return queryItems<StoredVersion>({
    pk,
    prefix: sortKeys.flow.version,
    newestFirst: true,
    limit,
    ...(cursor && { cursor }),
  });
}

/** Writes a new version; throws ConditionFailed when there is one of this number already. */
export function writeVersion(version: StoredVersion): Promise<void> {
  return putItem({ ...versionKey(version.flow, version.version), ...version }, { exists: false });
}

/** Takes back a version that was never published. */
export function deleteVersion(flow: string, version: number): Promise<void> {
  return deleteItem(versionKey(flow, version));
}

/** SHA-256 of a compiled flow, in hex: its name in the bucket. */
export function compiledHash(compiled: CompiledFlow): string {
  return createHash('sha256').update(JSON.stringify(compiled)).digest('hex');
}

/** Puts a compiled flow into the bucket under its hash. */
export async function writeCompiled(compiled: CompiledFlow): Promise<void> {
  await client('s3').send(
    new PutObjectCommand({
      Bucket: environment('MILLRACE_BUCKET'),
      Key: objectKey(compiledHash(compiled)),
      Body: JSON.stringify(compiled),
      ContentType: 'application/json',
    }),
  );
}

/** The compiled flow of a version. */
export async function readCompiled(hash: string): Promise<CompiledFlow> {
  const answer = await client('s3').send(
    new GetObjectCommand({ Bucket: environment('MILLRACE_BUCKET'), Key: objectKey(hash) }),
  );
  if (!answer.Body) throw new Error(`The compiled flow ${hash} is not in the bucket.`);
  return JSON.parse(await answer.Body.transformToString());
}

function objectKey(hash: string): string {
  return `compiled/${hash}.json`;
}
