import type { z } from 'zod';
import type { Connector } from '#flows/connectors/define-connector.ts';
import type { Language } from '#functions/middleware/language-of.ts';
import { ApiError } from './api-error.ts';
import { fitting } from './read-request.ts';

/** True when the connector keeps this field of its connections secret. */
export function isSecret(connector: Connector, field: string): boolean {
  const type = connector.connection?.fields.shape[field] as z.ZodType | undefined;
  return type !== undefined && secretType(type);
}

/** Throws ApiError 400 that names the field unless the values make a whole connection of the connector. */
export function mustFit(connector: Connector, values: Record<string, string>, language: Language): void {
  if (!connector.connection) throw new ApiError(400, 'noFields', { params: { connector: connector.id } });
  fitting(connector.connection.fields.strict(), values, 'body.fields', language);
}

function secretType(type: z.ZodType): boolean {
  if (type.meta()?.secret === true) return true;
  const inner = (type as { unwrap?: () => z.ZodType }).unwrap;
  return inner !== undefined && secretType(inner.call(type));
}
