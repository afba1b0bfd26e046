import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { classOfStatus, retryAfterSeconds } from '#flows/connectors/http-status.ts';
import type { HttpResponse } from '#flows/connectors/ports.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Sentence, SentenceId } from '#flows/text/failure.ts';

/** Slack's plain-text refusals, with the sentence for a person who can repair them. */
const refusals: Record<string, [ConnectorErrorClass, SentenceId]> = {
  no_service: ['NotFound', 'slackWebhookRemoved'],
  no_active_hooks: ['NotFound', 'slackWebhookOff'],
  invalid_token: ['Unauthorized', 'slackWebhookWrong'],
  channel_not_found: ['NotFound', 'slackChannelGone'],
  channel_is_archived: ['NotFound', 'slackChannelArchived'],
  action_prohibited: ['Unauthorized', 'slackForbidden'],
  posting_to_general_channel_denied: ['Unauthorized', 'slackGeneralOnlySome'],
  no_text: ['InvalidInput', 'slackEmpty'],
  invalid_payload: ['InvalidInput', 'slackUnreadable'],
};

/** What an answer of Slack that is not a success says; `now` in milliseconds since 1970. */
export function refusal(answer: HttpResponse, now: number): ConnectorError {
  const retryAfter = retryAfterSeconds(answer.headers['retry-after'], now);
  const extra = { status: answer.status, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return new ConnectorError(...refused(answer), extra);
}

function refused({ status, text }: HttpResponse): [ConnectorErrorClass, Sentence] {
  const says = text.trim().slice(0, 200);
  const known = Object.hasOwn(refusals, says) ? refusals[says] : undefined;
  if (known) return [known[0], { id: known[1] }];
  return [
    classOfStatus(status),
    says ? { id: 'slackRefused', params: { says } } : { id: 'slackRefusedWith', params: { status } },
  ];
}
