import type {
  DecryptRequest,
  DecryptResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  EncryptRequest,
  EncryptResponse,
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
} from '@aws-sdk/client-kms';
import { decrypt } from './decrypt.ts';
import { describeKey } from './describe-key.ts';
import { encrypt } from './encrypt.ts';
import { generateDataKey } from './generate-data-key.ts';
import { loadMasterKey } from './master-key.ts';

/** The embedded KMS with its one key. */
export interface Kms {
  operations: {
    Encrypt(input: EncryptRequest): Promise<EncryptResponse>;
    Decrypt(input: DecryptRequest): Promise<DecryptResponse>;
    GenerateDataKey(input: GenerateDataKeyRequest): Promise<GenerateDataKeyResponse>;
    DescribeKey(input: DescribeKeyRequest): Promise<DescribeKeyResponse>;
  };
}

/** Starts with the key in a file, which is made (mode 600) when there is none. */
export async function startKms({ file }: { file: string }): Promise<Kms> {
  const key = await loadMasterKey(file);
  return {
    operations: {
      Encrypt: (input) => encrypt(key, input),
      Decrypt: (input) => decrypt(key, input),
      GenerateDataKey: (input) => generateDataKey(key, input),
      DescribeKey: (input) => describeKey(key, input),
    },
  };
}
