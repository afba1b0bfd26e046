import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { withHead } from './with-head.ts';

const rest = 'trigger: { use: core.manual }\nsteps: [] # none yet\n';

test.each([
  ['plain', `id: a\nname: Old # why\n${rest}`, `id: b\nname: "New" # why\n${rest}`],
  ['quoted', `id: "a"\nname: 'Old: one'\n${rest}`, `id: "b"\nname: "New"\n${rest}`],
  ['after the steps', `${rest}name: Old\nid: a\n`, `${rest}name: "New"\nid: b\n`],
  ['over several lines', `id: a\nname: >\n  Old\n  one\n${rest}`, `id: b\nname: "New"\n${rest}`],
  ['without a name', `# mine\nid: a\n${rest}`, `# mine\nname: "New"\nid: b\n${rest}`],
  ['JSON', '{\n  "id": "a",\n  "steps": []\n}', '{\n  "name": "New", "id": "b",\n  "steps": []\n}'],
  ['one line', '{ id: a, name: Old, steps: [] }', '{ id: b, name: "New", steps: [] }'],
])('%s', (_, before, after) => {
  expect(withHead(before, { id: 'b', name: 'New' })).toBe(after);
});

test('any name is read back, and nothing else of the flow changes', () => {
  const source = `id: a\nname: Old\n${rest}`;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), (name) => {
      fc.pre(name.trim() === name && !/[\ud800-\udfff]/.test(name.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
      const { flow } = parseFlow(withHead(source, { name }), 'yaml');
      expect(flow).toMatchObject({ id: 'a', name, trigger: { use: 'core.manual' } });
    }),
    { numRuns: 40 },
  );
});

test('a text that is no flow stays as it is', () => {
  expect(withHead('- a\n- b\n', { id: 'b', name: 'New' })).toBe('- a\n- b\n');
  expect(withHead('', { name: 'New' })).toBe('');
});
