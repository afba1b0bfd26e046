import { ConnectorError, type ConnectorErrorClass } from '#flows/connectors/connector-error.ts';
import { AddressRefused, connectTimeout } from './guarded-connect.ts';

/** What went wrong on the way, by the codes of Node and undici. `sent`: the request may have reached the server. */
const reasons: Record<string, { class: ConnectorErrorClass; says: string; sent: boolean }> = {
  ENOTFOUND: { class: 'Unavailable', says: 'the host name is not known', sent: false },
  EAI_AGAIN: { class: 'Unavailable', says: 'the host name could not be looked up', sent: false },
  ECONNREFUSED: { class: 'Unavailable', says: 'the connection was refused', sent: false },
  EHOSTUNREACH: { class: 'Unavailable', says: 'the host cannot be reached', sent: false },
  ENETUNREACH: { class: 'Unavailable', says: 'the network cannot be reached', sent: false },
  UND_ERR_CONNECT_TIMEOUT: {
    class: 'Timeout',
    says: `no connection within ${connectTimeout / 1000} seconds`,
    sent: false,
  },
  CERT_HAS_EXPIRED: { class: 'Unavailable', says: "the server's certificate has expired", sent: false },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    class: 'Unavailable',
    says: "the server's certificate is for another name",
    sent: false,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { class: 'Unavailable', says: "the server's certificate is self-signed", sent: false },
  SELF_SIGNED_CERT_IN_CHAIN: { class: 'Unavailable', says: "the server's certificate is self-signed", sent: false },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    class: 'Unavailable',
    says: "the server's certificate cannot be verified",
    sent: false,
  },
  UND_ERR_INVALID_ARG: { class: 'InvalidInput', says: 'the request cannot be written as HTTP', sent: false },
  ECONNRESET: { class: 'Unavailable', says: 'the connection was broken off', sent: true },
  EPIPE: { class: 'Unavailable', says: 'the connection was broken off', sent: true },
  UND_ERR_SOCKET: { class: 'Unavailable', says: 'the connection was broken off', sent: true },
};

/** Failures after which nobody knows whether the request had its effect. */
const unknownOutcomes = new WeakSet<ConnectorError>();

/** The ConnectorError of a call that got no answer. `call` is its method and address. */
export function networkError(error: unknown, call: string, signal: AbortSignal): ConnectorError {
  const refused = causes(error).find((cause) => cause instanceof AddressRefused);
  if (refused) return new ConnectorError('InvalidInput', `${call}: ${refused.message}`);
  if (signal.aborted) {
    return uncertain(new ConnectorError('Timeout', `${call} did not answer in the time that the step may take.`));
  }
  const codes = causes(error).map((cause) => (cause as { code?: string }).code ?? '');
  const known = codes.map((code) => reasons[code]).find((reason) => reason !== undefined);
  if (!known) {
    const code = codes.find((text) => text !== '');
    return uncertain(new ConnectorError('Unavailable', `${call} failed${code ? ` (${code})` : ''}.`, { cause: error }));
  }
  const failure = new ConnectorError(known.class, `${call}: ${known.says}.`, { cause: error });
  return known.sent ? uncertain(failure) : failure;
}

/** The ConnectorError of an answer that is not the JSON it should be. */
export function unreadable(call: string, status: number, text: string): ConnectorError {
  const begins = text.replace(/\s+/g, ' ').trim().slice(0, 100);
  return new ConnectorError(
    'Unavailable',
    `${call} answered ${status}, but not in JSON${begins ? `: ${begins}` : '.'}`,
    {
      status,
    },
  );
}

/** True when the request of this failure may have had its effect all the same. */
export function isUncertain(error: unknown): boolean {
  return error instanceof ConnectorError && unknownOutcomes.has(error);
}

function uncertain(error: ConnectorError): ConnectorError {
  unknownOutcomes.add(error);
  return error;
}

/** The error, its causes, and the errors that it gathers. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.flatMap(causes)];
}
