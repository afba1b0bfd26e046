import { createHash, createHmac } from 'node:crypto';
import type { Ports } from '#flows/connectors/ports.ts';

/** The crypto port as connectors get it, for replaying their fixtures. */
export const nodeCrypto: Ports['crypto'] = {
  hmacSha256: (key, message, encoding) => createHmac('sha256', key).update(message).digest(encoding),
  sha256: (message, encoding) => createHash('sha256').update(message).digest(encoding),
  equal: (a, b) => a === b,
  fromBase64: (text) => new Uint8Array(Buffer.from(text, 'base64')),
};
