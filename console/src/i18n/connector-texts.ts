import { connectorTexts } from '#flows/text/connector-texts.generated.ts';
import type { Language } from '#flows/text/language.ts';

interface FieldText {
  label: string;
  help?: string;
  /** The label while another field, which says for what it is, has that value. */
  labels?: Record<string, string>;
  /** The values of a choice in words. */
  choices?: Record<string, string>;
}

interface ConnectorText {
  /** Where it is called otherwise than its definition says. */
  name?: string;
  description: string;
  connection?: Record<string, FieldText>;
}

const texts: Record<Language, Record<string, ConnectorText>> = connectorTexts;

/** What the connector is called in that language, undefined where its own name is used. */
export function connectorName(language: Language, connector: string): string | undefined {
  return texts[language][connector]?.name;
}

/** What the connector is for; empty for an unknown one. */
export function connectorDescription(language: Language, connector: string): string {
  return texts[language][connector]?.description ?? '';
}

/** Label and help of a field of the connector's connections. */
export function connectionFieldText(language: Language, connector: string, field: string): FieldText | undefined {
  return texts[language][connector]?.connection?.[field];
}
