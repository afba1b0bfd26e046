import { connectorTexts } from './connector-texts.generated.ts';
import type { Language } from './language.ts';

/** How a field is called. */
export interface FieldText {
  label: string;
  help?: string;
  /** The label while another field, which says for what it is, has that value. */
  labels?: Record<string, string>;
  /** The values of a choice in words. */
  choices?: Record<string, string>;
}

interface OperationText {
  title: string;
  description: string;
  input: Record<string, FieldText>;
}

/** A connector in the words of one language. */
interface ConnectorText {
  /** Where it is called otherwise than its definition says. */
  name?: string;
  description: string;
  connection?: Record<string, FieldText>;
  actions: Record<string, OperationText>;
  triggers: Record<string, OperationText>;
}

/** Texts of every connector by its id, in each language. */
export const textsOfConnectors: Record<Language, Record<string, ConnectorText>> = connectorTexts;
