import type { DecryptRequest, DecryptResponse } from '@aws-sdk/client-kms';
import { checkKeyId, checkLength, keyArn } from './kms-key.ts';
import { type MasterKey, unseal } from './master-key.ts';

const longestCiphertext = 6144;

/** KMS's Decrypt: the context must be the one given to Encrypt. */
export async function decrypt(key: MasterKey, input: DecryptRequest): Promise<DecryptResponse> {
  if (input.KeyId !== undefined) checkKeyId(key, input.KeyId);
  const blob = checkLength('ciphertextBlob', input.CiphertextBlob, longestCiphertext);
  return {
    Plaintext: unseal(key, blob, input.EncryptionContext ?? {}),
    KeyId: keyArn(key),
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  };
}
