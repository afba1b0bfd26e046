import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import en from './en/issues.json' with { type: 'json' };
import { deepestIssue, issueText, valueAt } from './issue-text.ts';
import type { Language } from './language.ts';
import zh from './zh/issues.json' with { type: 'json' };

function said(schema: z.ZodType, value: unknown, language: Language = 'en'): string {
  const read = schema.safeParse(value);
  if (read.success) throw new Error('It fits.');
  const { path, issue } = deepestIssue(read.error.issues);
  return issueText(issue, valueAt(value, path), language);
}

const cases: [string, z.ZodType, unknown, string][] = [
  ['nothing', z.object({ a: z.string() }), {}, 'a value is needed here'],
  ['a number for text', z.string(), 5, 'this has to be text, not a number'],
  ['a list for an object', z.object({}), [], 'this has to be an object, not a list'],
  ['null for text', z.string(), null, 'this has to be text, not null'],
  ['a broken number', z.int(), 1.5, 'this has to be a whole number'],
  ['empty text', z.string().min(1), '', 'this must not be empty'],
  ['short text', z.string().min(12), 'short', 'at least 12 characters are needed'],
  ['long text', z.string().max(2), 'long', 'at most 2 characters are allowed'],
  ['few entries', z.array(z.string()).min(2), ['a'], 'at least 2 entries are needed'],
  ['many entries', z.array(z.string()).max(0), ['a'], 'at most 0 entries are allowed'],
  ['a small number', z.number().min(1), 0, 'the least that is allowed is 1'],
  ['a big number', z.number().max(1), 2, 'the most that is allowed is 1'],
  ['not more', z.number().gt(1), 1, 'this has to be more than 1'],
  ['not less', z.number().lt(1), 1, 'this has to be less than 1'],
  ['an odd step', z.number().multipleOf(5), 7, 'this has to be a multiple of 5'],
  ['no address', z.url(), 'x', 'this is no web address; write it whole, such as https://example.com/path'],
  ['no e-mail', z.email(), 'x', 'this is no e-mail address'],
  ['no date', z.iso.date(), 'x', 'this is no date; write it like 2026-12-24'],
  ['no time', z.iso.datetime(), 'x', 'this is no point in time; write it like 2026-12-24T09:30:00Z'],
  ['a pattern', z.string().regex(/^a$/), 'b', 'this is not written as it has to be'],
  [
    'a named pattern',
    z.string().regex(/^a$/, 'slug'),
    'B',
    'only lower-case letters, digits and hyphens, at most 63 of them, the first no hyphen',
  ],
  ['a beginning', z.string().startsWith('r'), 'b', 'this has to begin with r'],
  ['an identifier', z.uuid(), 'b', 'this is not written as it has to be'],
  ['one of some', z.enum(['a', 'b']), 'c', 'this has to be one of a, b'],
  ['one value', z.literal('a'), 'c', 'this has to be a'],
  ['an unknown field', z.strictObject({}), { b: 1 }, 'there is no field b'],
  ['a name', z.record(z.string().regex(/^a$/), z.string()), { b: '' }, 'the name b is not allowed here'],
  ['a union', z.union([z.string(), z.number()]), true, 'this has to be text, not true or false'],
  [
    'the variant that was meant',
    z.union([z.strictObject({ token: z.string() }), z.strictObject({ name: z.object({ first: z.string() }) })]),
    { name: { first: 1 } },
    'this has to be text, not a number',
  ],
  ['a refinement', z.string().refine(() => false), 'a', 'this value is not allowed'],
];

describe('what does not fit a schema', () => {
  it.each(cases)('%s', (_, schema, value, text) => {
    expect(said(schema, value)).toBe(text);
    const chinese = said(schema, value, 'zh');
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    expect(chinese).not.toMatch(/[{}]|[a-z]+ [a-z]+ [a-z]+/);
  });

  it('has the same values in both languages', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [id, text] of Object.entries(en)) expect(holes(zh[id as keyof typeof zh]), id).toEqual(holes(text));
  });
});
