import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFlow } from '../1-parse/parse.ts';

// `name` holds an @; locate must find it however the string is written.
test.each([
  ['plain', 'plain @ text'],
  ['single quotes', "'it''s @ here'"],
  ['double quotes', '"tab \\t quote \\" @ here"'],
  ['hexadecimal', '"\\x41\\u0042\\U0001F600\\U00000041 @"'],
  ['escaped line break', '"one \\\n      two @"'],
  ['folded double quotes', '"one\n\n    two @ three"'],
  ['folded single quotes', "'one\n    two\n\n    @ three'"],
  ['folded plain', 'one\n    two @ three'],
  ['literal block', '|\n    first\n      second @ third\n'],
  ['literal block with header', '|2- # comment\n    first\n\n    @ third\n'],
  ['folded block', '>-\n    first\n    second\n\n    third @\n'],
  ['anchor', '&a "x @"'],
])('YAML: %s', (_, written) => {
  const source = `id: a\nname: ${written}\ntrigger: { use: core.manual }\nsteps: []\n`;
  const { flow, locate } = parseFlow(source, 'yaml');
  const start = flow?.name.indexOf('@') ?? -1;
  expect(start).toBeGreaterThanOrEqual(0);
  expect(locate(['name'], { start, end: start + 1 })).toMatchObject({
    offset: source.indexOf('@'),
    endOffset: source.indexOf('@') + 1,
  });
});

test('JSON: every character is found', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
      const name = `${before}\uE000${after}`;
      const source = JSON.stringify({ id: 'a', name, trigger: { use: 'core.manual' }, steps: [] });
      const { locate } = parseFlow(source, 'json');
      expect(locate(['name'], { start: before.length, end: before.length + 1 })?.offset).toBe(source.indexOf('\uE000'));
    }),
  );
});
