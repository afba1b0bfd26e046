import type { Ports } from './ports.ts';
import type { Forgery, InboundRequest } from './webhook-receiver.ts';

const toleranceSeconds = 300;

/** Header with the seconds since 1970 at which a request was signed, with or without a fraction. */
export const timestampHeader = 'x-timestamp';

/**
 * Checks a hex HMAC-SHA256 in `header` that covers time, method, query as in the address, and body, each on a line of its
 * own: none of the first three can hold a line break, so no part can be taken for another. Returns undefined when it holds, else `timestamp` or `signature`.
 */
export function verifySignedRequest(
  request: InboundRequest,
  secret: string,
  header: string,
  ports: Ports,
): Forgery | undefined {
  const at = request.headers[timestampHeader] ?? '';
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(at)) return 'timestamp';
  if (Math.abs(ports.now() / 1000 - Number(at)) > toleranceSeconds) return 'timestamp';
  const given = signatureIn(request, header);
  const head = new TextEncoder().encode(`${at}\n${request.method}\n${request.rawQuery}\n`);
  const message = new Uint8Array(head.length + request.body.length);
  message.set(head);
  message.set(request.body, head.length);
  return ports.crypto.equal(given, ports.crypto.hmacSha256(secret, message, 'hex')) ? undefined : 'signature';
}

/** The hex signature that a header carries, with or without a `sha256=` before it. */
export function signatureIn(request: InboundRequest, header: string): string {
  return (request.headers[header.toLowerCase()] ?? '')
    .trim()
    .replace(/^sha256=/i, '')
    .toLowerCase();
}
