import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bound } from '#flows/compiler/bound/bind.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { Change, Formula, Key } from './formula.ts';
import { readFormula } from './read-formula.ts';
import { writeFormula } from './write-formula.ts';

const name = fc.oneof(
  fc.constantFrom('a', 'order', 'in', 'null', 'Straße', '客户', 'first name', 'x-1', '0', '$sign'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('`')),
);
const index = fc.integer({ min: -3, max: 9 });
const scalar = fc.oneof(fc.string({ maxLength: 8 }), fc.boolean(), fc.integer(), fc.constantFrom(0.5, -2.25));
const fields = fc
  .tuple(name, fc.array(fc.oneof(name, index), { maxLength: 2 }))
  .map(([key, rest]): Key[] => [key, ...rest]);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom('first', 'last', 'count', 'sum', 'upper', 'lower', 'trim').map((what) => ({ do: what }) as Change),
  fields.map((keys): Change => ({ do: 'field', keys })),
  fc.record({ do: fc.constant('where' as const), key: name, value: scalar }),
  fc.record({ do: fc.constant('join' as const), between: fc.string({ maxLength: 4 }) }),
  fc.record({ do: fc.constant('date' as const), zone: fc.constantFrom('Asia/Shanghai', 'UTC'), picture: fc.string() }),
  fc.record({ do: fc.constant('number' as const), picture: fc.constantFrom('#,##0.00', '0%') }),
  fc.record({ do: fc.constant('default' as const), value: scalar }),
);
/** Fields stand at the end of the path or behind another change. */
const changes = fc
  .array(change, { maxLength: 4 })
  .map((all) => all.filter((each, i) => each.do !== 'field' || (i > 0 && all[i - 1]!.do !== 'field')));
const formula: fc.Arbitrary<Formula> = fc.record({
  source: fc.constantFrom('trigger', 'read_order', '订单', 'count'),
  keys: fc.oneof(
    fc.constant<Key[]>([]),
    fields,
    index.map((at): Key[] => [at]),
  ),
  changes,
});

test('what is written reads back', () => {
  fc.assert(
    fc.property(formula, (written) => {
      expect(readFormula(writeFormula(written))).toEqual(written);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  '',
  '$',
  '$$.a',
  'a.b',
  '$a + 1',
  '$a.b & "x"',
  '$a.b[price > 5]',
  '$a.*',
  '$exists($a) ? $b : "x"',
  '$a != null ? $a : $b',
  '$a.(b)',
  '$a.b^(c)',
  '$sum($a, 1)',
  '($a).b',
  '$a{}',
  '$lookup($a, "b")',
  '$a ~> $count()',
  '$a.$b',
  '$count($a',
])('%s is no formula', (source) => {
  expect(readFormula(source)).toBeUndefined();
});

const trigger = {
  at: '2026-11-27T16:30:00Z',
  name: ' Ada ',
  none: null,
  amount: '1234.5',
  lines: [
    { sku: 'A', price: 2, tags: ['x'] },
    { sku: 'B', price: 3, tags: [] },
  ],
};

test.each<[string, unknown]>([
  ['$trigger.lines[1].sku', 'B'],
  ['$trigger.lines.sku', ['A', 'B']],
  [w(['lines', 'sku'], { do: 'first' }), 'A'],
  [w(['lines'], { do: 'last' }, { do: 'field', keys: ['sku'] }), 'B'],
  [w(['lines'], { do: 'where', key: 'sku', value: 'B' }, { do: 'field', keys: ['price'] }), 3],
  [w(['lines'], { do: 'count' }), 2],
  [w(['lines', 'price'], { do: 'sum' }), 5],
  [w(['lines', 'price'], { do: 'join', between: ', ' }), '2, 3'],
  [w(['missing'], { do: 'join', between: ', ' }), undefined],
  [w(['at'], { do: 'date', zone: 'Asia/Shanghai', picture: '[Y0001]-[M01]-[D01] [H01]:[m01]' }), '2026-11-28 00:30'],
  [w(['missing'], { do: 'date', zone: 'Asia/Shanghai', picture: '[Y0001]' }), undefined],
  [w(['amount'], { do: 'number', picture: '#,##0.00' }), '1,234.50'],
  [w(['name'], { do: 'trim' }, { do: 'upper' }), 'ADA'],
  [w(['name'], { do: 'default', value: 'nobody' }, { do: 'trim' }), 'Ada'],
  [w(['missing'], { do: 'default', value: 'nobody' }), 'nobody'],
  [w(['none'], { do: 'default', value: 0 }), 0],
  [w(['missing'], { do: 'default', value: false }, { do: 'default', value: 'x' }), false],
  ['$exists($trigger.name) ? $trigger.name : "nobody"', ' Ada '],
])('%s gives %j', async (source, value) => {
  const text = bound(writeFormula(readFormula(source)!), { timeZone: 'UTC', holidays: [], makeUpDays: [] });
  expect(await evaluate(text, { trigger }, { now: 0, random: () => 0 })).toEqual(value);
});

function w(keys: Key[], ...made: Change[]): string {
  return writeFormula({ source: 'trigger', keys, changes: made });
}
