import { asSchema, type JsonSchema } from './json-schema.ts';

export interface FormField {
  name: string;
  kind: 'text' | 'secret' | 'choice' | 'flag' | 'number' | 'address';
  /** Whether it must be given, where it is shown. */
  required: boolean;
  /** Never shown again once it is kept. */
  secret: boolean;
  /** Another field and its values with which this one is shown; undefined: always. */
  onlyFor: { field: string; values: string[] } | undefined;
  choices: string[];
  default: string | undefined;
  /** Longest text. */
  most: number | undefined;
  least: number | undefined;
  /** A regular expression that the whole value fits. */
  pattern: string | undefined;
  /** Says where or how secrets are sent: whoever changes it gives them again. */
  directs: boolean;
}

/** The fields of an object schema, in its order. */
export function formFields(schema: unknown): FormField[] {
  const { properties = {}, required = [] } = asSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    kind: kindOf(property),
    required: (required.includes(name) && property.default === undefined) || property.needed === true,
    secret: property.secret === true,
    onlyFor: onlyForOf(property),
    choices: (property.enum ?? []).map(String),
    default: property.default === undefined ? undefined : String(property.default),
    most: property.maxLength,
    least: property.minLength,
    pattern: property.pattern,
    directs: property.address === true || property.directs === true,
  }));
}

function kindOf(property: JsonSchema): FormField['kind'] {
  // An address is read while it is typed, also one that is kept secret.
  if (property.format === 'uri' || property.format === 'url' || property.address) return 'address';
  if (property.secret) return 'secret';
  if (property.enum) return 'choice';
  if (property.type === 'boolean') return 'flag';
  if (property.type === 'number' || property.type === 'integer') return 'number';
  return 'text';
}

function onlyForOf({ onlyFor }: JsonSchema): FormField['onlyFor'] {
  const [entry] = Object.entries(onlyFor ?? {});
  return entry && { field: entry[0], values: entry[1] };
}

/** The fields that the form shows while its other fields have these values. */
export function shownFields(fields: FormField[], read: (field: FormField) => string): FormField[] {
  const values = new Map(fields.map((field) => [field.name, read(field)]));
  return fields.filter(({ onlyFor }) => !onlyFor || onlyFor.values.includes(values.get(onlyFor.field) ?? ''));
}

/** `webhookUrl` as `Webhook url`: for a field that has no text of its own. */
export function readableName(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
