import { expect, test } from 'vitest';
import { findMarked } from './find-marked.ts';

const find = (text: string) => findMarked(text, undefined, true).found.map((each) => each.replace(/ «.*/s, ''));

test.each([
  '$trigger.body.items[price > 5]',
  '$trigger.body.items[price > 5].name',
  '$filter($trigger.body.items, function($i) { $i.price > 5 })',
  '$trigger.body.items ~> $map(function($i) { $i.price })',
  '$o.lines.sku',
  '($x := $trigger.body; $x.items[price > 5])',
])('a set is told that it may hold no list: %s', (expression) => {
  const found = find(`- { id: o, use: shop.find, with: { id: A1 } }\n- { id: b, set: { c: '{{ ${expression} }}' } }`);
  expect(found).toEqual(['listMayCollapse b set.c']);
});

test.each([
  '[$trigger.body.items[price > 5]]',
  '$trigger.body.items[price > 5][]',
  '$trigger.body.items[0]',
  '$trigger.body.items[-1].name',
  '$trigger.body.items',
  '$o.lines',
  '$sum($trigger.body.items[price > 5].price)',
  '$sort($trigger.body.items)',
])('and not where it does: %s', (expression) => {
  expect(find(`- { id: o, use: shop.find, with: { id: A1 } }\n- { id: b, set: { c: '{{ ${expression} }}' } }`)).toEqual(
    [],
  );
});

test('one value fits where a list is wanted, and null where nothing need be', () => {
  const lines = (value: string) =>
    find(
      `- { id: o, use: shop.find, with: { id: A1 } }\n- { id: b, use: shop.pay, connection: s, with: { by: me, lines: ${value} } }`,
    );
  expect(lines(`'{{ $o.lines[sku = "a"] }}'`)).toEqual([]);
  expect(lines(`'{{ $o.lines[0] }}'`)).toEqual([]);
  expect(lines('"{{ $o.buyer.name ? null : null }}"')).toEqual([]);
  expect(lines('"{{ $o.id }}"')).toEqual(['wrongType b with.lines']);
});
