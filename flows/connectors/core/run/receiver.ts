import { bodyData } from '#flows/connectors/body-data.ts';
import { verifyHexHmac } from '#flows/connectors/hex-hmac.ts';
import type { Ports } from '#flows/connectors/ports.ts';
import { signatureIn, verifySignedRequest } from '#flows/connectors/signed-request.ts';
import { verifyStandardWebhook } from '#flows/connectors/standard-webhooks.ts';
import type { Forgery, InboundRequest, WebhookReceiver } from '#flows/connectors/webhook-receiver.ts';

function basic(request: InboundRequest, connection: Record<string, string>, ports: Ports): Forgery | undefined {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return 'credentials';
  const given = new TextDecoder().decode(ports.crypto.fromBase64(encoded));
  return ports.crypto.equal(given, `${connection.user ?? ''}:${connection.secret ?? ''}`) ? undefined : 'credentials';
}

function header(request: InboundRequest, connection: Record<string, string>, ports: Ports): Forgery | undefined {
  const given = request.headers[(connection.header ?? 'x-api-key').toLowerCase()] ?? '';
  return ports.crypto.equal(given, connection.secret ?? '') ? undefined : 'credentials';
}

function verifyHmac(
  request: InboundRequest,
  secret: string,
  { header = defaultHeader, signs }: Record<string, string>,
  ports: Ports,
): Forgery | undefined {
  const verify = signs === 'request' ? verifySignedRequest : verifyHexHmac;
  return verify(request, secret, header, ports);
}

/** What tells two deliveries apart; undefined when nothing does. */
function signingKey(request: InboundRequest, { scheme, signs, header = defaultHeader }: Record<string, string>) {
  // Headers are not signed: whoever repeats a request could give it another key. Its signature is its own.
  if (scheme === 'hmac' && signs === 'request') return signatureIn(request, header);
  return request.headers['webhook-id'] ?? request.headers['idempotency-key'];
}

const defaultHeader = 'x-signature';

const secretHeaders = ['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'x-signature'];

function withoutSecrets(headers: Record<string, string>, header: string | undefined): Record<string, string> {
  const hidden = [...secretHeaders, header?.toLowerCase()];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hidden.includes(name)));
}

/** The address of a core.webhook flow: whatever is sent there is one event. */
export const receiver: WebhookReceiver = {
  verify(request, connection, ports) {
    switch (connection.scheme) {
      case 'hmac':
        return verifyHmac(request, connection.secret ?? '', connection, ports);
      case 'standardWebhooks':
        return verifyStandardWebhook(request, connection.secret ?? '', ports);
      case 'basic':
        return basic(request, connection, ports);
      case 'header':
        return header(request, connection, ports);
      default:
        return undefined;
    }
  },
  toEvents(request, connection) {
    const key = signingKey(request, connection);
    return [
      {
        trigger: 'webhook',
        ...(key ? { key } : {}),
        data: {
          method: request.method,
          headers: withoutSecrets(request.headers, connection.header),
          query: request.query,
          body: bodyData(request),
        },
      },
    ];
  },
};
