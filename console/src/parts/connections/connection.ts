import type { Answer } from '../../api/client.ts';
import { fieldFault } from '../../forms/field-fault.ts';
import { type FormField, shownFields } from '../../forms/form-fields.ts';

export type Connection = Answer<'getConnection'>;

/** What is typed into the form: only fields that were touched. */
export type Draft = Record<string, string>;

/** What the form shows for a field; secrets are never shown. */
export function shownValue(connection: Connection | undefined, draft: Draft, field: FormField): string {
  const kept = connection?.fields[field.name];
  return draft[field.name] ?? (typeof kept === 'string' ? kept : '');
}

/** Whether the server keeps a secret for the field. */
export function isKept(connection: Connection | undefined, field: FormField): boolean {
  return typeof connection?.fields[field.name] === 'object';
}

/** Whether the draft changes where secrets are sent: the server then wants each of them again. */
export function moves(connection: Connection | undefined, draft: Draft, fields: FormField[]): boolean {
  return fields.some(
    (field) => field.directs && !!draft[field.name] && draft[field.name] !== connection?.fields[field.name],
  );
}

/** The fields that are shown for the chosen way. */
export function fieldsFor(connection: Connection | undefined, draft: Draft, fields: FormField[]): FormField[] {
  return shownFields(fields, (field) => shownValue(connection, draft, field));
}

/** What may be shown of an address that is kept as a secret. */
export function siteOf(connection: Connection | undefined, field: FormField): string | undefined {
  const kept = connection?.fields[field.name];
  return typeof kept === 'object' ? kept.site : undefined;
}

/** What to send: touched fields; an emptied one that is not a kept secret is removed, and what is no longer shown. */
export function changedFields(
  connection: Connection | undefined,
  draft: Draft,
  fields: FormField[],
): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  const shown = fieldsFor(connection, draft, fields);
  for (const field of fields) {
    if (!shown.includes(field)) {
      if (connection?.fields[field.name] !== undefined) changed[field.name] = null;
      continue;
    }
    const typed = draft[field.name];
    if (typed === undefined) continue;
    if (typed !== '') changed[field.name] = typed;
    else if (connection?.fields[field.name] !== undefined && !isKept(connection, field)) changed[field.name] = null;
  }
  return changed;
}

/** Fields of the chosen way that are needed and neither typed nor kept, or that hold what does not fit. */
export function missingFields(connection: Connection | undefined, draft: Draft, fields: FormField[]): FormField[] {
  const again = moves(connection, draft, fields);
  return fieldsFor(connection, draft, fields).filter(
    (field) =>
      (field.required && !shownValue(connection, draft, field) && (again || !isKept(connection, field))) ||
      fieldFault(field, draft[field.name] ?? '') !== undefined,
  );
}
