import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { describeProblem } from './describe-problem.ts';
import { problemWords } from './problems.generated.ts';

const require = createRequire(import.meta.url);

test.each<[code: string, params: Record<string, string | number>, en: string, zh: string]>([
  [
    'tooLarge',
    { size: 300, limit: 256 },
    "The flow's text has 300 KB; at most 256 KB are allowed.",
    '流程文本为 300 KB，最多允许 256 KB。',
  ],
  ['unknownField', { field: 'a' }, 'There is no field "a" here.', '此处没有字段“a”。'],
  [
    'unknownField',
    { field: 'a', suggestion: 'b' },
    'There is no field "a" here. Did you mean "b"?',
    '此处没有字段“a”。是否想写“b”？',
  ],
  [
    'wrongType',
    { expected: '@text|@number', actual: '@list' },
    'This should be text or a number, but it is a list.',
    '此处应为文本或数字，但实际是列表。',
  ],
  ['unknownField', { field: '{suggestion}' }, 'There is no field "{suggestion}" here.', '此处没有字段“{suggestion}”。'],
])('%s %j', (code, params, en, zh) => {
  expect(describeProblem({ code, params }, 'en').message).toBe(en);
  expect(describeProblem({ code, params }, 'zh').message).toBe(zh);
});

test('a code it does not know is answered with the code', () => {
  expect(describeProblem({ code: 'fromTheFuture', params: {} }, 'en')).toEqual({ message: 'fromTheFuture', help: '' });
});

test('every error of the YAML parser has words', () => {
  const types = readFileSync(require.resolve('yaml').replace('index.js', 'errors.d.ts'), 'utf8');
  const codes = [...types.matchAll(/'([A-Z_0-9]+)'/g)].map(([, code]) => code as string);
  expect(codes.length).toBeGreaterThan(20);
  // Too deep a nesting is a problem of its own.
  expect(codes.filter((code) => !problemWords[`@${code}`])).toEqual(['RESOURCE_EXHAUSTION']);
});

test('every syntax error of JSONata has words or is a problem of its own', () => {
  const source = readFileSync(require.resolve('jsonata'), 'utf8');
  const codes = [...source.matchAll(/"(S0\d{3})":/g)].map(([, code]) => code as string);
  expect(codes.length).toBeGreaterThan(20);
  // S0500 belongs to evaluation.
  const own = [
    'S0101',
    'S0105',
    'S0106',
    'S0201',
    'S0202',
    'S0203',
    'S0204',
    'S0205',
    'S0207',
    'S0211',
    'S0302',
    'S0500',
  ];
  expect(codes.filter((code) => !problemWords[`@${code}`] && !own.includes(code))).toEqual([]);
});
