import type { Ports } from './ports.ts';
import { signatureIn } from './signed-request.ts';
import type { Forgery, InboundRequest } from './webhook-receiver.ts';

/**
 * Checks a hex HMAC-SHA256 of the raw body in `header`, with or without a `sha256=` before it.
 * Returns undefined when it holds, else `signature`.
 */
export function verifyHexHmac(
  request: InboundRequest,
  secret: string,
  header: string,
  ports: Ports,
): Forgery | undefined {
  const given = signatureIn(request, header);
  const expected = ports.crypto.hmacSha256(secret, request.body, 'hex');
  return ports.crypto.equal(given, expected) ? undefined : 'signature';
}
