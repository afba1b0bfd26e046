import { blueprint } from '../../blueprint.ts';
import { AwsError } from '../aws-error.ts';
import type { MasterKey } from './master-key.ts';

const prefix = 'arn:aws:kms:us-east-1:000000000000:';

/** Bytes, https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const longestPlaintext = 4096;

/** ARN of the key. */
export function keyArn({ id }: MasterKey): string {
  return `${prefix}key/${id}`;
}

/** Checks that a KeyId, as id, ARN, alias or alias ARN, means this key. Throws NotFoundException. */
export function checkKeyId(key: MasterKey, keyId: string | undefined): void {
  const { keyAlias } = blueprint;
  if ([key.id, keyArn(key), keyAlias, `${prefix}${keyAlias}`].includes(keyId ?? '')) return;
  if (!keyId) throw new AwsError('ValidationException', 'A KeyId is required.');
  throw new AwsError('NotFoundException', `Key '${keyId}' does not exist.`);
}

/** Throws ValidationException. */
export function checkLength(member: string, bytes: Uint8Array | undefined, most = longestPlaintext): Uint8Array {
  if (bytes && bytes.length >= 1 && bytes.length <= most) return bytes;
  throw new AwsError('ValidationException', `'${member}' must have between 1 and ${most} bytes.`);
}
