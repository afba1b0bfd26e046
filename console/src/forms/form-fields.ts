import { asSchema, type JsonSchema } from './json-schema.ts';

export interface FormField {
  name: string;
  kind: 'text' | 'secret' | 'choice' | 'flag' | 'number' | 'address';
  required: boolean;
  choices: string[];
  default: string | undefined;
  /** Longest text. */
  most: number | undefined;
  /** Says where secrets are sent: whoever changes it gives them again. */
  directs: boolean;
}

/** The fields of an object schema, in its order. */
export function formFields(schema: unknown): FormField[] {
  const { properties = {}, required = [] } = asSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    kind: kindOf(property),
    required: required.includes(name) && property.default === undefined,
    choices: (property.enum ?? []).map(String),
    default: property.default === undefined ? undefined : String(property.default),
    most: property.maxLength,
    directs: property.address === true,
  }));
}

function kindOf(property: JsonSchema): FormField['kind'] {
  if (property.secret) return 'secret';
  if (property.enum) return 'choice';
  if (property.type === 'boolean') return 'flag';
  if (property.type === 'number' || property.type === 'integer') return 'number';
  return property.format === 'uri' || property.format === 'url' ? 'address' : 'text';
}

/** `webhookUrl` as `Webhook url`: for a field that has no text of its own. */
export function readableName(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
