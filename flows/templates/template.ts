import { z } from 'zod';

const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** What `template.yaml` says: texts for the gallery, what to ask, and an example that tests play. */
export const template = z.strictObject({
  name: text,
  description: text,
  categories: z.array(z.string()),
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
    }),
  ),
  example: z.strictObject({
    /** `$trigger` of an event that starts the first flow. */
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

/** The flow's text with every `${name}` replaced by its value; a parameter without a value keeps its default. */
export function fillTemplate(
  source: string,
  parameters: Template['parameters'],
  values: Record<string, string>,
): string {
  return source.replace(/\$\{([A-Za-z0-9]+)\}/g, (whole, name: string) => {
    const parameter = parameters.find((each) => each.name === name);
    return parameter ? (values[name] ?? parameter.default) : whole;
  });
}
