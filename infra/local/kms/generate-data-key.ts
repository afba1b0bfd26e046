import { randomBytes } from 'node:crypto';
import type { GenerateDataKeyRequest, GenerateDataKeyResponse } from '@aws-sdk/client-kms';
import { AwsError } from '../aws-error.ts';
import { checkKeyId, keyArn } from './kms-key.ts';
import { type MasterKey, seal } from './master-key.ts';

/** KMS's GenerateDataKey: a new key, plain and encrypted. */
export async function generateDataKey(key: MasterKey, input: GenerateDataKeyRequest): Promise<GenerateDataKeyResponse> {
  checkKeyId(key, input.KeyId);
  const plaintext = new Uint8Array(randomBytes(lengthOf(input)));
  return {
    Plaintext: plaintext,
    CiphertextBlob: seal(key, plaintext, input.EncryptionContext ?? {}),
    KeyId: keyArn(key),
  };
}

function lengthOf({ KeySpec, NumberOfBytes }: GenerateDataKeyRequest): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  if (KeySpec !== undefined) return KeySpec === 'AES_128' ? 16 : 32;
  if (Number.isInteger(NumberOfBytes) && NumberOfBytes! >= 1 && NumberOfBytes! <= 1024) return NumberOfBytes!;
  throw new AwsError('ValidationException', "'numberOfBytes' must be between 1 and 1024.");
}
