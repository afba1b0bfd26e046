import type { EncryptRequest, EncryptResponse } from '@aws-sdk/client-kms';
import { checkKeyId, checkLength, keyArn } from './kms-key.ts';
import { type MasterKey, seal } from './master-key.ts';

/** KMS's Encrypt: up to 4 KB. */
export async function encrypt(key: MasterKey, input: EncryptRequest): Promise<EncryptResponse> {
  checkKeyId(key, input.KeyId);
  const plaintext = checkLength('plaintext', input.Plaintext);
  return {
    CiphertextBlob: seal(key, plaintext, input.EncryptionContext ?? {}),
    KeyId: keyArn(key),
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  };
}
