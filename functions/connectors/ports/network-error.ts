import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { SentenceId } from '#flows/text/failure.ts';
import { AddressRefused, connectTimeout } from './guarded-connect.ts';

interface Reason {
  class: ConnectorErrorClass;
  /** Its sentence. */
  id: SentenceId;
  /** The request may have reached the server. */
  sent: boolean;
}

/** What went wrong on the way, by the codes of Node and undici. */
const reasons: Record<string, Reason> = {
  ENOTFOUND: { class: 'Unavailable', id: 'hostUnknown', sent: false },
  EAI_AGAIN: { class: 'Unavailable', id: 'hostNotLookedUp', sent: false },
  ECONNREFUSED: { class: 'Unavailable', id: 'connectionRefused', sent: false },
  EHOSTUNREACH: { class: 'Unavailable', id: 'hostUnreachable', sent: false },
  ENETUNREACH: { class: 'Unavailable', id: 'networkUnreachable', sent: false },
  UND_ERR_CONNECT_TIMEOUT: { class: 'Timeout', id: 'noConnectionInTime', sent: false },
  CERT_HAS_EXPIRED: { class: 'Unavailable', id: 'certificateExpired', sent: false },
  ERR_TLS_CERT_ALTNAME_INVALID: { class: 'Unavailable', id: 'certificateOfAnother', sent: false },
  DEPTH_ZERO_SELF_SIGNED_CERT: { class: 'Unavailable', id: 'certificateSelfSigned', sent: false },
  SELF_SIGNED_CERT_IN_CHAIN: { class: 'Unavailable', id: 'certificateSelfSigned', sent: false },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { class: 'Unavailable', id: 'certificateUnverified', sent: false },
  UND_ERR_INVALID_ARG: { class: 'InvalidInput', id: 'requestUnwritable', sent: false },
  ECONNRESET: { class: 'Unavailable', id: 'connectionBroken', sent: true },
  EPIPE: { class: 'Unavailable', id: 'connectionBroken', sent: true },
  UND_ERR_SOCKET: { class: 'Unavailable', id: 'connectionBroken', sent: true },
};

/** Failures after which nobody knows whether the request had its effect. */
const unknownOutcomes = new WeakSet<ConnectorError>();

/** The ConnectorError of a call that got no answer. `call` is its method and address. */
export function networkError(error: unknown, call: string, signal: AbortSignal): ConnectorError {
  const refused = causes(error).find((cause) => cause instanceof AddressRefused);
  if (refused) {
    return new ConnectorError('InvalidInput', { id: 'addressRefused', params: { call, address: refused.address } });
  }
  if (signal.aborted) {
    return uncertain(new ConnectorError('Timeout', { id: 'noAnswerInTime', params: { call } }));
  }
  const codes = causes(error).map((cause) => (cause as { code?: string }).code ?? '');
  const known = codes.map((code) => reasons[code]).find((reason) => reason !== undefined);
  if (!known) {
    const code = codes.find((text) => text !== '');
    return uncertain(
      new ConnectorError(
        'Unavailable',
        code ? { id: 'callFailedWith', params: { call, code } } : { id: 'callFailed', params: { call } },
        { cause: error },
      ),
    );
  }
  const params = { call, ...(known.id === 'noConnectionInTime' && { seconds: connectTimeout / 1000 }) };
  const failed = new ConnectorError(known.class, { id: known.id, params }, { cause: error });
  return known.sent ? uncertain(failed) : failed;
}

/**
 * What an answer's text says, in one line. Far longer than people are shown: the cut comes after secrets are hidden, or
 * the half of one would stay (functions/middleware/shown-failure.ts).
 */
export function saidBy(text: string): string {
  return text.slice(0, 10_000).replace(/\s+/g, ' ').trim();
}

/** The ConnectorError of an answer that is not the JSON it should be. */
export function unreadableAnswer(call: string, status: number, text: string): ConnectorError {
  const says = saidBy(text);
  const params = { call, status };
  return new ConnectorError(
    'Unavailable',
    says ? { id: 'answeredNoJsonSaying', params: { ...params, says } } : { id: 'answeredNoJson', params },
    { status },
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
