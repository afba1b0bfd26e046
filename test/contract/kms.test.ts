import { join } from 'node:path';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  InvalidCiphertextException,
  KMSClient,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { startKms } from '#infra/local/kms/start-kms.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

async function start() {
  const folder = scratchFolder();
  const { operations } = await startKms({ file: join(folder.path, 'kms.key') });
  return { operations, stop: async () => folder.remove() };
}

throughBothDoors(
  'kms',
  start,
  (reach) => new KMSClient(reach),
  (client) => {
    const KeyId = 'alias/millrace';
    const Plaintext = Uint8Array.from([0, 1, 254, 255]);
    // A context may use any names, also those of the protocol's own members.
    const EncryptionContext = { workspace: 'main', Plaintext: 'text' };

    test('encrypts and decrypts under a context', async () => {
      const { CiphertextBlob, KeyId: arn } = await client().send(
        new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
      );
      expect(CiphertextBlob).toBeInstanceOf(Uint8Array);
      for (const key of [undefined, KeyId, arn]) {
        const decrypt = new DecryptCommand({ CiphertextBlob, EncryptionContext, ...(key && { KeyId: key }) });
        const opened = await client().send(decrypt);
        expect(opened).toMatchObject({ KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
        expect(new Uint8Array(opened.Plaintext)).toEqual(Plaintext);
      }
      for (const other of [{}, { workspace: 'other' }, { ...EncryptionContext, Plaintext: 'te.xt' }]) {
        const wrong = client().send(new DecryptCommand({ CiphertextBlob, EncryptionContext: other }));
        await expect(wrong).rejects.toBeInstanceOf(InvalidCiphertextException);
      }
    });

    test.each([
      [{ KeySpec: 'AES_256' }, 32],
      [{ KeySpec: 'AES_128' }, 16],
      [{ NumberOfBytes: 1024 }, 1024],
    ] as const)('a data key of %j comes plain and sealed', async (size, length) => {
      const made = await client().send(new GenerateDataKeyCommand({ KeyId, ...size }));
      expect(made.Plaintext).toHaveLength(length);
      const opened = await client().send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
      expect(opened.Plaintext).toEqual(made.Plaintext);
    });

    test('the key is described', async () => {
      const { KeyMetadata } = await client().send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata).toMatchObject({ Enabled: true, KeyState: 'Enabled', CreationDate: expect.any(Date) });
    });

    test.each([
      ['an unknown key', new EncryptCommand({ KeyId: 'alias/nobody', Plaintext }), 'NotFoundException'],
      ['4,097 bytes', new EncryptCommand({ KeyId, Plaintext: new Uint8Array(4097) }), 'ValidationException'],
      ['nothing', new EncryptCommand({ KeyId, Plaintext: new Uint8Array() }), 'ValidationException'],
      ['a data key of no size', new GenerateDataKeyCommand({ KeyId }), 'ValidationException'],
      ['1,025 bytes of key', new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 1025 }), 'ValidationException'],
    ])('%s is refused', async (_, command, name) => {
      await expect(client().send(command)).rejects.toMatchObject({ name });
    });

    test('an error is what the SDK calls it', async () => {
      const unknown = client().send(new DescribeKeyCommand({ KeyId: 'alias/nobody' }));
      await expect(unknown).rejects.toBeInstanceOf(NotFoundException);
    });
  },
);
