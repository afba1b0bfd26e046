import type { Run } from '#flows/connectors/calls.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { classOfStatus, retryAfterSeconds } from '#flows/connectors/http-status.ts';
import type { HttpResponse, Ports } from '#flows/connectors/ports.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Sentence } from '#flows/text/failure.ts';
import type { sendBotMessage } from '../actions/send-bot-message.ts';

/** Codes of the custom bot's answer that say more than "bad request" (Feishu: custom bot guide). */
const classes: Record<number, ConnectorErrorClass> = {
  9499: 'InvalidInput',
  11232: 'RateLimited',
  19021: 'Unauthorized',
  19022: 'Unauthorized',
  19024: 'InvalidInput',
};

/** Posts the message; what Feishu refuses comes with status 200 and a code. */
export const run: Run<typeof sendBotMessage> = async ({ input, connection, ports }) => {
  const answer = await ports.http({
    method: 'POST',
    url: connection.webhookUrl ?? '',
    body: { ...signature(connection.signingSecret, ports), ...message(input) },
    accept: () => true,
  });
  const refusal = refused(answer, ports.now());
  if (refusal) throw refusal;
  return { sent: true };
};

function message(input: {
  text?: string | undefined;
  title?: string | undefined;
  card?: JsonObject | undefined;
}): JsonObject {
  if (input.card) return { msg_type: 'interactive', card: input.card };
  if (!input.text) throw new ConnectorError('InvalidInput', { id: 'feishuNothingToSend' });
  if (!input.title) return { msg_type: 'text', content: { text: input.text } };
  const lines: Json = input.text.split(/\r?\n/).map((line) => [{ tag: 'text', text: line }]);
  return { msg_type: 'post', content: { post: { zh_cn: { title: input.title, content: lines } } } };
}

/** The custom bot's signature: HMAC-SHA256 of nothing under `<seconds>\n<secret>`, base64. */
function signature(secret: string | undefined, ports: Ports): JsonObject {
  if (!secret) return {};
  const timestamp = String(Math.floor(ports.now() / 1000));
  return { timestamp, sign: ports.crypto.hmacSha256(`${timestamp}\n${secret}`, '', 'base64') };
}

function refused(answer: HttpResponse, now: number): ConnectorError | undefined {
  const retryAfter = retryAfterSeconds(answer.headers['retry-after'] ?? answer.headers['x-ogw-ratelimit-reset'], now);
  const extra = { status: answer.status, ...(retryAfter === undefined ? {} : { retryAfter }) };
  const { status } = answer;
  if (status >= 500) return new ConnectorError('Unavailable', { id: 'feishuAnswered', params: { status } }, extra);
  const body = answered(answer);
  const code = Number(body.code ?? body.StatusCode ?? 0);
  if (code === 0 && status < 400) return undefined;
  const says = String(body.msg ?? body.StatusMessage ?? '');
  const errorClass = classes[code] ?? (status >= 400 ? classOfStatus(status) : 'InvalidInput');
  return new ConnectorError(errorClass, refusal(says, code), extra);
}

function refusal(says: string, code: number): Sentence {
  if (says === '') {
    return code ? { id: 'feishuRefusedSilentlyWith', params: { code: String(code) } } : { id: 'feishuRefusedSilently' };
  }
  return code
    ? { id: 'feishuRefusedWith', params: { says, code: String(code) } }
    : { id: 'feishuRefused', params: { says } };
}

/** Without a readable answer it is unknown what Feishu did, unless the status already says no. */
function answered(answer: HttpResponse): JsonObject {
  try {
    return JSON.parse(answer.text) as JsonObject;
  } catch {
    if (answer.status >= 400) return { msg: answer.text.slice(0, 200) };
    throw new ConnectorError('Unavailable', { id: 'feishuUnreadable' });
  }
}
