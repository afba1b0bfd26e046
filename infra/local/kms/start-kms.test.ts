import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startKms } from './start-kms.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kms-'));
  file = join(folder, 'kms.key');
});
afterEach(() => rmSync(folder, { recursive: true }));

const KeyId = 'alias/millrace';
const Plaintext = new TextEncoder().encode('secret');

test('what was encrypted is read again after a restart, with the same context in any order', async () => {
  const { operations } = await startKms({ file });
  const { CiphertextBlob } = await operations.Encrypt({ KeyId, Plaintext, EncryptionContext: { a: '1', b: '2' } });
  expect(Buffer.from(CiphertextBlob!).includes('secret')).toBe(false);
  const again = await startKms({ file });
  const opened = await again.operations.Decrypt({ CiphertextBlob, EncryptionContext: { b: '2', a: '1' } });
  expect(opened.Plaintext).toEqual(Plaintext);
});

test('the key file is for its owner only, also when someone opened it up', async () => {
  await startKms({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  await startKms({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('every changed byte, another context and another key are noticed', async () => {
  const { operations } = await startKms({ file });
  const EncryptionContext = { flow: 'x' };
  const { CiphertextBlob } = await operations.Encrypt({ KeyId, Plaintext, EncryptionContext });
  const refused = { name: 'InvalidCiphertextException' };
  for (let at = 0; at < CiphertextBlob!.length; at++) {
    const changed = Uint8Array.from(CiphertextBlob!);
    changed[at]! ^= 1;
    const attempt = operations.Decrypt({ CiphertextBlob: changed, EncryptionContext });
    await expect(attempt).rejects.toMatchObject(refused);
  }
  const short = CiphertextBlob!.slice(0, 20);
  await expect(operations.Decrypt({ CiphertextBlob: short, EncryptionContext })).rejects.toMatchObject(refused);
  await expect(operations.Decrypt({ CiphertextBlob })).rejects.toMatchObject(refused);
  await expect(operations.Decrypt({ CiphertextBlob, EncryptionContext: { flow: 'y' } })).rejects.toMatchObject(refused);
  const other = await startKms({ file: join(folder, 'other.key') });
  await expect(other.operations.Decrypt({ CiphertextBlob, EncryptionContext })).rejects.toMatchObject(refused);
});

test('a damaged key file is told, not replaced', async () => {
  writeFileSync(file, '{"id":');
  await expect(startKms({ file })).rejects.toThrow(/damaged. Put it back from a backup/);
  expect(readFileSync(file, 'utf8')).toBe('{"id":');
});
