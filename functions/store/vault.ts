import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { client } from '#functions/aws/clients.ts';
import { environment, workspace } from '#functions/aws/environment.ts';
import { ConditionFailed } from './table/condition-failed.ts';
import { partition } from './table/keys.ts';
import { getItem, putItem } from './table/table.ts';

/** Milliseconds that a data key stays in memory: so long does a key that KMS refuses still work. */
const cacheFor = 5 * 60_000;

const cache = new Map<string, { key: Promise<Buffer>; until: number }>();

/**
 * Encrypts with the workspace's data key (AES-256-GCM). `name` is authenticated with it: what is sealed under one name
 * does not open under another. Returns base64 of nonce, tag and ciphertext.
 */
export async function seal(name: string, text: string): Promise<string> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await dataKey(), nonce).setAAD(Buffer.from(aad(name)));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** The text that `seal` was given under the same name; throws when it was altered or sealed under another. */
export async function unseal(name: string, sealed: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', await dataKey(), bytes.subarray(0, 12))
    .setAAD(Buffer.from(aad(name)))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

function aad(name: string): string {
  return `${workspace()}/${name}`;
}

function dataKey(): Promise<Buffer> {
  const known = cache.get(workspace());
  if (known && known.until > Date.now()) return known.key;
  const key = readDataKey();
  cache.set(workspace(), { key, until: Date.now() + cacheFor });
  key.catch(() => cache.delete(workspace()));
  return key;
}

async function readDataKey(): Promise<Buffer> {
  const place = { pk: partition('vault'), sk: 'dataKey' };
  const context = { workspace: workspace() };
  const stored = await getItem<{ wrapped: string }>(place);
  if (stored) return unwrap(stored.wrapped, context);
  const made = await client('kms').send(
    new GenerateDataKeyCommand({ KeyId: environment('MILLRACE_KEY'), KeySpec: 'AES_256', EncryptionContext: context }),
  );
  if (!made.CiphertextBlob) throw new Error('KMS made no data key.');
  const wrapped = Buffer.from(made.CiphertextBlob).toString('base64');
  try {
    const item = { ...place, wrapped };
    await putItem(item, { exists: false });
    return unwrap(wrapped, context);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return unwrap((error.item as { wrapped: string }).wrapped, context);
  }
}

async function unwrap(wrapped: string, context: Record<string, string>): Promise<Buffer> {
  const opened = await client('kms').send(
    new DecryptCommand({
      KeyId: environment('MILLRACE_KEY'),
      CiphertextBlob: Buffer.from(wrapped, 'base64'),
      EncryptionContext: context,
    }),
  );
  if (!opened.Plaintext) throw new Error('KMS did not open the data key.');
  return Buffer.from(opened.Plaintext);
}
