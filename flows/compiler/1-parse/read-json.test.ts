import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson } from '../source/source-node.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';

const documents = fc.jsonValue({ maxDepth: 6, noUnicodeString: false });

test('reads what JSON.parse reads, and nothing else', () => {
  const characters = fc.constantFrom(...'{}[]",:0123456789.-+eE\\/bfnrtu truefalsn\n\u0001é'.split(''));
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 12 }), (text) => {
      let expected: unknown;
      try {
        expected = { value: JSON.parse(text) };
      } catch {
        expected = undefined;
      }
      const { node } = readJson(text);
      expect(node && { value: toJson(node) }).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

test('reads every JSON value, as JSON and as YAML, where it stands', () => {
  fc.assert(
    fc.property(documents, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const again = JSON.parse(text);
      for (const read of [readJson, readYaml]) {
        const { node, problems } = read(text);
        if (problems.every(({ code }) => code === 'unsafeNumber')) {
          expect(node && toJson(node)).toEqual(again);
          expect(text.slice(node?.start, node?.end)).toBe(text);
        } else {
          expect(problems.map(({ code }) => code)).not.toContain('invalidJson');
          expect(problems.map(({ code }) => code)).not.toContain('invalidYaml');
        }
      }
    }),
  );
});
