import { expect, test } from 'vitest';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { compile } from '../compile.ts';

const flow = (steps: string[]) =>
  `id: many\nname: Many\ntrigger: { use: core.webhook }\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;
const list = <T>(length: number, make: (n: number) => T) => Array.from({ length }, (_, n) => make(n));
const codes = (source: string) => compile(source, 'yaml', { catalogue }).problems.map(({ code }) => code);

test('two thousand unknown names are told a hundred times and counted', () => {
  const source = flow(list(2000, (n) => `{ id: step_number_${n}, set: { value: "{{ $stop_namber_${n}x }}" } }`));
  const { problems } = compile(source, 'yaml', { catalogue });
  const unknown = problems.filter(({ code }) => code === 'unknownReference');
  expect(unknown).toHaveLength(100);
  expect(problems.at(-1)).toMatchObject({ code: 'moreFindings', params: { count: 1900 } });
  expect(unknown[50]!.params.suggestion).toBeDefined();
}, 60_000);

test('what the text, the check and the lowering leave out is one number', () => {
  const source = flow(list(150, (n) => `{ id: s${n}, sett: {}, set: { a: "{{ $nobody }}" } }`));
  expect(codes(source).filter((code) => code === 'moreFindings')).toHaveLength(1);
});

test('of very many patterns one finding says that they are too many', () => {
  const source = flow(list(5500, (n) => `{ id: s${n}, set: { a: "{{ $match('a', /x${n}/) }}" } }`).slice(0, 3000));
  expect(codes(source).filter((code) => code === 'tooManyPatterns')).toHaveLength(1);
}, 60_000);
