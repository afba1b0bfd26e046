import { z } from 'zod';
import { calls } from '#flows/connectors/calls.generated.ts';
import type { Option } from '#flows/connectors/calls.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { FieldOptions } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import { textsOfConnectors } from '#flows/text/connector-text.ts';
import { type Failure, failureText } from '#flows/text/failure.ts';
import type { Language } from '#flows/text/language.ts';
import { ports } from '#functions/connectors/ports/ports.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import type { Redact } from '#functions/middleware/redact.ts';
import { shownFailure } from '#functions/middleware/shown-failure.ts';
import { openConnection, readConnection, redactorOf } from '#functions/store/connection.ts';
import type { Handle } from '../door/call.ts';

const otherwise: Failure = {
  code: 'Unavailable',
  message: 'The service answered otherwise than it describes.',
  sentence: { id: 'answeredOtherwise' },
};

/** Milliseconds that the vendor may take. */
const patience = 10_000;

/** Of one answer, whatever a vendor sends; what is longer than that is no choice for a list. */
const mostItems = 100;
/** Choices that are looked at: each is searched for secrets. */
const mostRead = 1000;
const longest = { value: 1000, label: 200, next: 2000 };

/** What the vendor offers for a field of an operation, asked for with the secrets of the connection. */
export const listOptions: Handle<'listOptions'> = async ({ params, body, language }) => {
  const { name } = params;
  const [stored, open] = await Promise.all([readConnection(name), openConnection(name)]);
  if (!stored || !open) throw new AppError(404, 'noConnection', { params });
  const { operation, field, search, cursor, input } = body;
  const { from, needs = [] } = optionsOf(stored.connector, operation, field);
  const missing = needs.find((each) => !input[each]);
  if (missing !== undefined) {
    const needed = labelOf(operation, missing, language);
    throw new AppError(422, 'optionsNeed', { params: { needed }, field: `body.input.${missing}` });
  }
  const load = calls[stored.connector]?.options?.[from];
  if (!load) throw new AppError(404, 'noOptions', { params: { operation, field } });
  const redact = redactorOf(open);
  try {
    const page = await load({
      search,
      ...(cursor !== undefined && { cursor }),
      input: Object.fromEntries(needs.map((each) => [each, input[each] ?? ''])),
      connection: open.fields,
      ports: ports(process.env.MILLRACE_ALLOW_ADDRESSES ?? '')(AbortSignal.timeout(patience)),
    });
    const next = page.next !== undefined && page.next.length <= longest.next ? page.next : undefined;
    return { items: allowedOptions(page.items, redact), ...(next !== undefined && { next }) };
  } catch (error) {
    const { failure, retryAfter } = error instanceof ConnectorError ? error : misread(error, operation, redact);
    const reason = failureText(shownFailure(failure, redact), language);
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) };
    throw new AppError(424, 'optionsRefused', { params: { connection: name, reason }, headers, cause: error });
  }
};

/** What the vendor answered otherwise than it describes fails where it is read; so does a mistake of ours, hence the line. */
function misread(error: unknown, operation: string, redact: Redact) {
  logLine('ERROR', 'optionsUnread', { operation, reason: redact((error as Error).stack ?? String(error)) });
  return { failure: otherwise, retryAfter: undefined };
}

/** Where the choices of a field come from; AppError 404 when it has none, or is of another connector. */
function optionsOf(connector: string, operation: string, field: string): FieldOptions {
  const known = operation.startsWith(`${connector}.`) ? catalogue : {};
  const own = operationOf(known, operation, 'actions') ?? operationOf(known, operation, 'triggers');
  const { properties = {} } = own
    ? (z.toJSONSchema(own.input, { io: 'input', unrepresentable: 'any' }) as Described)
    : {};
  const options = Object.hasOwn(properties, field) ? properties[field]?.options : undefined;
  if (!options) throw new AppError(404, 'noOptions', { params: { operation, field } });
  return options;
}

interface Described {
  properties?: Record<string, { options?: FieldOptions }>;
}

function labelOf(operation: string, field: string, language: Language): string {
  const [id = '', name = ''] = operation.split('.');
  const texts = textsOfConnectors[language][id];
  return (texts?.actions[name] ?? texts?.triggers[name])?.input[field]?.label ?? field;
}

function allowedOptions(items: readonly Option[], redact: Redact): Option[] {
  return items
    .slice(0, mostRead)
    .filter(({ value }) => value !== '' && value.length <= longest.value && redact(value) === value)
    .slice(0, mostItems)
    .map(({ value, label, hint }) => ({
      value,
      label: redact(label).slice(0, longest.label),
      ...(hint && { hint: redact(hint).slice(0, longest.label) }),
    }));
}
