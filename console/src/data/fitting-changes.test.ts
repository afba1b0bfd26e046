import { expect, test } from 'vitest';
import type { DataScope } from './data-scope.ts';
import { fieldsOfItems, fittingChanges, withChange, withoutChange } from './fitting-changes.ts';
import type { Change, Formula, Key } from './formula.ts';

const line = { type: 'object', properties: { sku: { type: 'string' }, price: { type: 'number' } } };
const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    at: { type: 'string', format: 'date-time' },
    lines: { type: 'array', items: line },
  },
};
const scope: DataScope = {
  sources: [
    { name: 'known', kind: 'step', title: 'Known', schema, known: undefined },
    {
      name: 'seen',
      kind: 'step',
      title: 'Seen',
      schema: {},
      known: { value: { tags: ['a'], due: '2026-11-27', n: 5 }, from: 'run' },
    },
  ],
  steps: new Map(),
  timeZone: 'UTC',
};

const of = (source: string, keys: Key[], ...changes: Change[]): Formula => ({ source, keys, changes });

test.each<[Formula, Change['do'][]]>([
  [of('known', ['name']), ['upper', 'lower', 'trim']],
  [of('known', ['at']), ['date', 'upper', 'lower', 'trim']],
  [of('known', ['lines']), ['first', 'last', 'where', 'count']],
  [of('known', ['lines', 'price']), ['first', 'last', 'count', 'sum', 'join']],
  [of('known', ['lines', 'sku']), ['first', 'last', 'count', 'join']],
  [of('known', ['lines', 0, 'sku']), ['upper', 'lower', 'trim']],
  [of('known', ['lines', 'price'], { do: 'sum' }), ['number']],
  [of('known', ['lines', 'sku'], { do: 'join', between: ',' }, { do: 'upper' }), ['lower', 'trim']],
  [of('seen', ['tags']), ['first', 'last', 'count', 'join']],
  [of('seen', ['due']), ['date', 'upper', 'lower', 'trim']],
  [of('seen', ['n']), ['number']],
  [of('elsewhere', ['n']), ['date', 'number', 'upper', 'lower', 'trim']],
])('%j may next be done %j', (formula, fits) => {
  expect(fittingChanges(formula, scope)).toEqual(fits);
});

test('what stands in for a missing value stays the last, and there is one', () => {
  const first = withChange(of('known', ['name']), { do: 'default', value: 'a' });
  const second = withChange(withChange(first, { do: 'upper' }), { do: 'default', value: 'b' });
  expect(second.changes).toEqual([{ do: 'upper' }, { do: 'default', value: 'b' }]);
});

test('fields of what is not taken any more go along', () => {
  const formula = of('known', ['lines'], { do: 'first' }, { do: 'field', keys: ['sku'] }, { do: 'upper' });
  expect(withoutChange(formula, 0).changes).toEqual([{ do: 'upper' }]);
  expect(fieldsOfItems(formula, scope)).toEqual(['sku', 'price']);
});
