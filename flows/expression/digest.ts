import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const hashes = { MD5: md5, 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 };

/**
 * Hexadecimal digest of the UTF-8 bytes of a text, or undefined for an unknown algorithm. Expressions are evaluated
 * where no synchronous cryptography is at hand (the browser); do not use it for secrets.
 */
export function digest(text: string, algorithm: string): string | undefined {
  if (!Object.hasOwn(hashes, algorithm)) return undefined;
  return bytesToHex(hashes[algorithm as keyof typeof hashes](utf8ToBytes(text)));
}
