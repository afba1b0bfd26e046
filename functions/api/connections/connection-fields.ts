import type { z } from 'zod';
import type { Connector } from '#flows/connectors/define-connector.ts';
import type { Language } from '#flows/text/language.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { parsePart } from '../door/read-request.ts';

/** True when the connector keeps this field of its connections secret. */
export function isSecret(connector: Connector, field: string): boolean {
  return carries(connector, field, 'secret');
}

/** What may be shown of a secret that is an address: `https://hooks.slack.com`. Undefined for any other field. */
export function siteOf(connector: Connector, field: string, value: string): string | undefined {
  const isAddress = isSecret(connector, field) && carries(connector, field, 'address');
  return isAddress && URL.canParse(value) ? new URL(value).origin : undefined;
}

/**
 * Throws AppError 400 that names the first secret to give again: when a field changes that says where or how secrets
 * are sent, each of them is given anew or removed, so that nobody can have one sent otherwise that they do not know. `given` are
 * the fields of the request, null for one to remove; `kept` those stored so far.
 */
export function mustKnowSecrets(
  connector: Connector,
  kept: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string | null>>,
): void {
  const moved = Object.keys(connector.connection?.fields.shape ?? {}).find(
    (field) => directs(connector, field) && given[field] !== undefined && given[field] !== kept[field],
  );
  if (moved === undefined) return;
  const untold = Object.keys(kept).find((field) => isSecret(connector, field) && given[field] === undefined);
  if (untold === undefined) return;
  throw new AppError(400, 'secretAgain', { params: { field: untold, address: moved }, field: `body.fields.${untold}` });
}

/** Throws AppError 400 that names the field unless the values make a whole connection of the connector. */
export function mustFit(connector: Connector, values: Record<string, string>, language: Language): void {
  if (!connector.connection) throw new AppError(400, 'noFields', { params: { connector: connector.id } });
  parsePart(connector.connection.fields.strict(), values, 'body.fields', language);
}

function directs(connector: Connector, field: string): boolean {
  return carries(connector, field, 'address') || carries(connector, field, 'directs');
}

type Mark = 'secret' | 'address' | 'directs';

function carries(connector: Connector, field: string, mark: Mark): boolean {
  const type = connector.connection?.fields.shape[field] as z.ZodType | undefined;
  return type !== undefined && marked(type, mark);
}

function marked(type: z.ZodType, mark: Mark): boolean {
  if (type.meta()?.[mark] === true) return true;
  const inner = (type as { unwrap?: () => z.ZodType }).unwrap;
  return inner !== undefined && marked(inner.call(type), mark);
}
