import { expect, test } from 'vitest';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Json } from '#flows/language/json.ts';
import { compile } from '../compile.ts';

const post = { method: 'POST', url: 'https://api.example.com' };
const call = (id: string, body: Json) => ({ id, use: 'http.request', with: { ...post, body } });
const calls = (count: number) => Array.from({ length: count }, (_, index) => call(`a${index}`, '{{ $trigger.body }}'));

test.each<[string, Json[], string[], boolean]>([
  ['an ordinary flow', calls(80), [], true],
  ['a definition above 256 KiB', calls(150), ['definitionLarge'], true],
  ['a definition above 1 MiB', calls(700), ['definitionTooLarge'], false],
  ['a text of 100 KB', [call('a', 'x'.repeat(100 * 1024))], [], true],
  ['a text above 128 KB', [call('a', 'x'.repeat(130 * 1024))], ['valueTooLarge'], false],
  [
    'texts above 128 KB together',
    [{ id: 'a', set: { a: '中'.repeat(22_000), b: '文'.repeat(22_000) } }],
    ['valueTooLarge'],
    false,
  ],
])('%s', (_, steps, findings, compiles) => {
  const result = compile(JSON.stringify({ id: 'f', trigger: { use: 'core.webhook' }, steps }), 'json', { catalogue });
  expect(result.problems.map(({ code }) => code)).toEqual(findings);
  expect(result.compiled !== undefined).toBe(compiles);
  for (const { position } of result.problems) expect(position).toBeDefined();
});
