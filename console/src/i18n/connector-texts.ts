import { type FieldText, textsOfConnectors } from '#flows/text/connector-text.ts';
import type { Language } from '#flows/text/language.ts';

/** What the connector is called in that language, undefined where its own name is used. */
export function connectorName(language: Language, connector: string): string | undefined {
  return textsOfConnectors[language][connector]?.name;
}

/** What the connector is for; empty for an unknown one. */
export function connectorDescription(language: Language, connector: string): string {
  return textsOfConnectors[language][connector]?.description ?? '';
}

/** Label and help of a field of the connector's connections. */
export function connectionFieldText(language: Language, connector: string, field: string): FieldText | undefined {
  return textsOfConnectors[language][connector]?.connection?.[field];
}
