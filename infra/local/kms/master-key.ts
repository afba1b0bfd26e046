import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { writeDurably } from '../storage/write-durably.ts';

/** The one key of the embedded KMS. */
export interface MasterKey {
  id: string;
  created: Date;
  secret: KeyObject;
}

const keyFile = z.strictObject({ id: z.uuid(), created: z.iso.datetime(), secret: z.base64() });

const version = 1;
const idLength = 16;
const ivLength = 12;
const tagLength = 16;
const headLength = 1 + idLength;

/** The key in a file (mode 600), made when there is none. Throws a sentence when the file holds something else. */
export async function loadMasterKey(file: string): Promise<MasterKey> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) {
    const made = { id: randomUUID(), created: new Date().toISOString(), secret: randomBytes(32).toString('base64') };
    await writeDurably(file, Buffer.from(`${JSON.stringify(made)}\n`));
    return toKey(made);
  }
  await chmod(file, 0o600);
  try {
    return toKey(keyFile.parse(JSON.parse(text)));
  } catch {
    throw new Error(
      `The key file ${file} is damaged. Put it back from a backup: without it the saved connections cannot be read.`,
    );
  }
}

/** Version and key id, then nonce, tag and ciphertext (AES-256-GCM); head and context are authenticated. */
export function seal(key: MasterKey, plaintext: Uint8Array, context: Record<string, string>): Uint8Array {
  const head = Buffer.concat([Buffer.from([version]), idBytes(key)]);
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key.secret, iv).setAAD(authenticated(head, context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return new Uint8Array(Buffer.concat([head, iv, cipher.getAuthTag(), ciphertext]));
}

/** What `seal` was given. Throws InvalidCiphertextException for anything that was changed or has another context. */
export function unseal(key: MasterKey, blob: Uint8Array, context: Record<string, string>): Uint8Array {
  const bytes = Buffer.from(blob);
  const head = bytes.subarray(0, headLength);
  const iv = bytes.subarray(headLength, headLength + ivLength);
  const tag = bytes.subarray(headLength + ivLength, headLength + ivLength + tagLength);
  if (head[0] !== version || !head.subarray(1).equals(idBytes(key)) || tag.length < tagLength) throw invalid();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.secret, iv, { authTagLength: tagLength })
      .setAAD(authenticated(head, context))
      .setAuthTag(tag);
    const ciphertext = bytes.subarray(headLength + ivLength + tagLength);
    return new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  } catch {
    throw invalid();
  }
}

function toKey({ id, created, secret }: z.infer<typeof keyFile>): MasterKey {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length !== 32) throw new Error('A key has 32 bytes.');
  return { id, created: new Date(created), secret: createSecretKey(bytes) };
}

function idBytes({ id }: MasterKey): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The order in which a context was written does not matter. */
function authenticated(head: Buffer, context: Record<string, string>): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([head, Buffer.from(JSON.stringify(pairs))]);
}

function invalid(): AwsError {
  return new AwsError('InvalidCiphertextException', 'The ciphertext is not valid for this key and encryption context.');
}
