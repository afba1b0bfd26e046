import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Ports } from '#flows/connectors/ports.ts';

/** The port `crypto`, by Node's own. */
export const cryptoPort: Ports['crypto'] = {
  hmacSha256(key, message, encoding) {
    return createHmac('sha256', key).update(message).digest(encoding);
  },
  sha256(message, encoding) {
    return createHash('sha256').update(message).digest(encoding);
  },
  equal(a, b) {
    // Digests have one length, so that not even the length of a secret can be timed.
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(a), digest(b));
  },
  fromBase64(text) {
    return Buffer.from(text, 'base64');
  },
};
