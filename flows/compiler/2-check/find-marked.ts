import { z } from 'zod';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Action, Catalogue, Connector, Trigger } from '#flows/connectors/define-connector.ts';
import { describeProblem } from '#flows/language/describe-problem.ts';
import { checkFlow } from './check.ts';

const order = z.strictObject({
  id: z.string(),
  state: z.enum(['open', 'paid']),
  total: z.number(),
  note: z.string().optional(),
  buyer: z.strictObject({ name: z.string().nullable() }),
  lines: z.array(z.strictObject({ sku: z.string(), count: z.number() })),
});
const sample = { id: 'A1', state: 'open' as const, total: 1, buyer: { name: null }, lines: [] };

const action = (input: z.ZodType, more: Partial<Action> = {}): Action => ({
  input,
  output: order,
  sample,
  idempotency: 'record',
  effects: 'writes',
  connection: 'optional',
  ...more,
});
const trigger: Trigger = { kind: 'webhook', input: z.strictObject({}), output: order, sample, connection: 'optional' };

/** A connector whose schemas have one of everything the checks look at. */
const shop: Connector = {
  id: 'shop',
  name: 'Shop',
  icon: { letters: 'S', color: '#000000' },
  categories: [],
  version: 1,
  actions: {
    find: action(z.strictObject({ id: z.string().min(2), limit: z.int().max(10).default(5) }), { effects: 'reads' }),
    pay: action(
      z.strictObject({
        by: z.union([z.string(), z.strictObject({ card: z.string() })]),
        lines: z
          .array(z.strictObject({ sku: z.string() }))
          .max(2)
          .optional(),
      }),
      { causes: ['paid'], connection: 'required' },
    ),
    mail: action(
      z.strictObject({ to: z.email().max(20) }).refine(({ to }) => to !== 'a@b.cd', 'not to this one'),
      { effects: 'reads' },
    ),
    note: action(z.record(z.string(), z.number()), { effects: 'sends' }),
  },
  triggers: { paid: trigger, ordered: trigger },
};

export const testCatalogue: Catalogue = { ...catalogue, shop };

const head = 'id: a\ntrigger: { use: core.webhook }\nsteps:\n';

/**
 * Checks the flow, or the steps below the trigger core.webhook, and returns each finding as `code step field` with the
 * text it points at; `marked` are the parts that the text has between « and », for comparison.
 */
export function findMarked(
  written: string,
  connections?: Record<string, string>,
  hints = false,
): { found: string[]; marked: string[] } {
  const text = written.startsWith('- ') ? `${head}${written.replace(/^/gm, '  ')}` : written;
  const marked: string[] = [];
  const source = text.replace(/«([^»]*)»/g, (_, part: string) => {
    marked.push(part);
    return part;
  });
  const offsets = [...text.matchAll(/«/g)].map(({ index }, count) => index - 2 * count);
  const { readable, problems, place } = parseFlow(source, 'yaml');
  const context = { catalogue: testCatalogue, place, ...(connections && { connections }) };
  // The hint that a set may hold no list has tests of its own.
  const all = [...problems, ...(readable ? checkFlow(readable.flow, { ...context, unread: readable }) : [])].filter(
    ({ code }) => hints || code !== 'listMayCollapse',
  );
  const found = all.map((problem, index) => {
    const { code, step = '-', field = '-', position } = problem;
    if (/[{[]{2}|\{[a-z]+\}/.test(describeProblem(problem, 'zh').message)) throw new Error(`${code}: a hole is empty`);
    const at = position?.offset === offsets[index] ? '' : ` at ${position?.line}:${position?.column}`;
    return `${code} ${step} ${field} «${source.slice(position?.offset, position?.endOffset)}»${at}`;
  });
  return { found, marked };
}

/** The findings a case expects: `code step field`, pointing at what is marked, one after the other. */
export function expected(finds: readonly string[], marked: readonly string[]): string[] {
  return finds.map((find, index) => `${find} «${marked[index]}»`);
}
