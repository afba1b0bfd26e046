import type { DescribeKeyRequest, DescribeKeyResponse } from '@aws-sdk/client-kms';
import { checkKeyId, keyArn } from './kms-key.ts';
import type { MasterKey } from './master-key.ts';

/** KMS's DescribeKey. */
export async function describeKey(key: MasterKey, input: DescribeKeyRequest): Promise<DescribeKeyResponse> {
  checkKeyId(key, input.KeyId);
  return {
    KeyMetadata: {
      KeyId: key.id,
      Arn: keyArn(key),
      AWSAccountId: '000000000000',
      CreationDate: key.created,
      Enabled: true,
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      Origin: 'AWS_KMS',
      MultiRegion: false,
    },
  };
}
