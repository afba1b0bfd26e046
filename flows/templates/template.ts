import { z } from 'zod';
import type { Json } from '#flows/language/json.ts';

const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** What templates are for, in the order of the gallery. */
export const templateCategories = ['operations', 'projects', 'sales', 'knowledge'] as const;

/** What `template.yaml` says: texts for the gallery, what to ask, and an example that tests play. */
export const template = z.strictObject({
  name: text,
  description: text,
  categories: z.array(z.enum(templateCategories)).min(1),
  /** Files of the folder, each one flow. `${name}` in them stands for a parameter. */
  flows: z.array(z.string()).min(1),
  /** The words of these flows in Chinese, by the English ones as they stand in the files. */
  chinese: z.record(z.string().min(1), z.string().min(1)),
  parameters: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
      kind: z.enum(['text', 'number', 'connection']),
      connector: z.string().optional(),
      label: text,
      default: z.string(),
      /** A field whose choices are this parameter's, asked for through the connection that the named parameter holds. */
      options: z.strictObject({ operation: z.string(), field: z.string(), connection: z.string() }).optional(),
    }),
  ),
  example: z.strictObject({
    /** `$trigger` of an event that starts the first flow; `${name}` in its texts stands for a parameter. */
    event: z.json(),
    /** The requests that follow, in order, with the answers vendors give. Requests of one connection keep their order. */
    requests: z.array(
      z.strictObject({
        connection: z.string(),
        method: z.string().default('POST'),
        path: z.string().optional(),
        body: z.json().optional(),
        answer: z.strictObject({ status: z.number().default(200), body: z.json() }),
      }),
    ),
    /** True when parallel branches make the order between connections a matter of chance. */
    anyOrder: z.boolean().default(false),
    /** `$trigger` of an event that must not start a run. */
    rejected: z.json().optional(),
  }),
});
export type Template = z.infer<typeof template>;

/** The flow's text with its words in Chinese. */
export function inChinese(source: string, { chinese }: Pick<Template, 'chinese'>): string {
  return Object.entries(chinese).reduce((text, [english, words]) => text.replaceAll(english, words), source);
}

/**
 * The flow's text with every `${name}` replaced by its value; a parameter without a value keeps its default. Texts stand
 * between double quotes there, so that no sign in them can mean something to YAML.
 */
export function fillTemplate(
  source: string,
  parameters: Template['parameters'],
  values: Record<string, string>,
): string {
  return filled(source, parameters, values, ({ kind }, value) =>
    kind === 'text' ? JSON.stringify(value).slice(1, -1) : value,
  );
}

/** The example's event for these values: it starts a run of the flow that is filled in with them. */
export function exampleEvent({ parameters, example }: Template, values: Record<string, string>): Json {
  const ofValue = (value: Json): Json => {
    if (typeof value === 'string') {
      const number = parameters.find(({ name, kind }) => kind === 'number' && value === `\${${name}}`);
      const text = filled(value, parameters, values, (_, each) => each);
      return number ? Number(text) : text;
    }
    if (Array.isArray(value)) return value.map(ofValue);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, ofValue(inner)]));
  };
  return ofValue(example.event);
}

function filled(
  text: string,
  parameters: Template['parameters'],
  values: Record<string, string>,
  write: (parameter: Template['parameters'][number], value: string) => string,
): string {
  return text.replace(/\$\{([A-Za-z0-9]+)\}/g, (whole, name: string) => {
    const parameter = parameters.find((each) => each.name === name);
    return parameter ? write(parameter, values[name] ?? parameter.default) : whole;
  });
}
