import type { Ports } from './ports.ts';
import type { Forgery, InboundRequest } from './webhook-receiver.ts';

const toleranceSeconds = 300;

/**
 * Checks the headers webhook-id, webhook-timestamp and webhook-signature (symmetric `v1`) as the Standard Webhooks
 * specification 1.0 says. Returns undefined when one signature holds, else `timestamp` or `signature`.
 */
export function verifyStandardWebhook(request: InboundRequest, secret: string, ports: Ports): Forgery | undefined {
  const id = request.headers['webhook-id'] ?? '';
  const timestamp = request.headers['webhook-timestamp'] ?? '';
  const signatures = request.headers['webhook-signature'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return 'timestamp';
  if (Math.abs(ports.now() / 1000 - Number(timestamp)) > toleranceSeconds) return 'timestamp';
  const key = ports.crypto.fromBase64(secret.replace(/^whsec_/, ''));
  const expected = `v1,${ports.crypto.hmacSha256(key, `${id}.${timestamp}.${request.text}`, 'base64')}`;
  const holds = signatures.split(' ').filter((signature) => ports.crypto.equal(signature, expected)).length > 0;
  return id !== '' && holds ? undefined : 'signature';
}
