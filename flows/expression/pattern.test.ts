import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from './budget.ts';
import { boundedPattern, compilePattern } from './pattern.ts';
import { textSearch } from './text-search.ts';

const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n', 'é', '😀', '_', '1'), maxLength: 60 });

describe('a pattern over a text that is paid for', () => {
  const patterns = [
    'a+b?',
    '(a|b)*c',
    '^a.*$',
    '\\bab\\b',
    '\\w+',
    '[^a]',
    'ab(c)?',
    '(?:a.*c)?b',
    '$',
    '😀+',
    'a{2,3}',
  ];
  test.each(patterns)('%s finds what re2js finds', (source) => {
    for (const flags of ['g', 'gi', 'gm']) {
      const compiled = compilePattern(new RegExp(source, flags));
      fc.assert(
        fc.property(texts, fc.nat(60), (text, from) => {
          const start = Math.min(from, text.length);
          const pattern = boundedPattern(compiled, new Budget());
          pattern.lastIndex = start;
          const matcher = compiled.matcher(text);
          const found = pattern.exec(text);
          if (!matcher.find(start)) {
            expect(found).toBeNull();
            return;
          }
          expect(found?.index).toBe(matcher.start());
          const groups = Array.from(
            { length: matcher.groupCount() + 1 },
            (_, group) => matcher.group(group) ?? undefined,
          );
          expect([...found!]).toEqual(groups);
        }),
        { numRuns: 100 },
      );
    }
  });

  test('pays for what it reads, not for what it matches', () => {
    const budget = new Budget();
    const pattern = boundedPattern(compilePattern(/a(?:.*c)?/g), budget);
    expect(pattern.exec('ab'.repeat(25_000))?.[0]).toBe('a');
    expect(budget.work).toBeGreaterThan(10_000);
  });
});

describe('a search for a text', () => {
  test('finds what the language finds', () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.nat(200), (before, part, after, from) => {
        const wanted = part.repeat(4);
        const text = `${before}${wanted}${after}${wanted}`;
        const start = Math.min(from, text.length);
        expect(textSearch(wanted, new Budget())(text, start)).toBe(text.indexOf(wanted, start));
      }),
      { numRuns: 1000 },
    );
  });

  test('is paid for while it goes on', () => {
    const search = textSearch('x'.repeat(100), new Budget(0));
    expect(() => search('y'.repeat(10_000_000), 0)).toThrow('too many steps');
  });
});
