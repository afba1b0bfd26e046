import { expect, test } from 'vitest';
import schema from '#flows/language/flow.schema.json' with { type: 'json' };
import en from './en/flow-document.json' with { type: 'json' };
import zh from './zh/flow-document.json' with { type: 'json' };

test.each(['keys', 'types'] as const)('both languages have the same %s', (part) => {
  expect(Object.keys(zh[part])).toEqual(Object.keys(en[part]));
  for (const words of Object.values(zh[part])) expect(words).toMatch(/[\u4e00-\u9fff]|^.*`\$trigger`/);
});

test('what every key of a flow is for is said in both languages, each once', () => {
  const described = new Set<string>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { description } = value as { description?: unknown };
    if (typeof description === 'string') described.add(description);
    Object.values(value).forEach(visit);
  };
  visit(schema);
  expect([...described].sort()).toEqual(Object.values(en.keys).sort());
});
