import { expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { allOfSamples } from './all-of-samples.ts';

test.each<[string, Json, Json, Json]>([
  [
    'fields that the flow does not read stay',
    { method: 'POST', body: { total: 500 } },
    { method: 'POST', body: { number: 'A-1001', total: 129.5, lines: [] } },
    { method: 'POST', body: { number: 'A-1001', total: 500, lines: [] } },
  ],
  [
    'fields that the sample lacks come after its own',
    { body: { email: 'li.wei@example.com' } },
    { body: { number: 'A-1001' } },
    { body: { number: 'A-1001', email: 'li.wei@example.com' } },
  ],
  [
    'items of lists',
    { lines: [{ quantity: 2 }] },
    { lines: [{ sku: 'PUMP-7', quantity: 1 }, { sku: 'HOSE-2' }] },
    { lines: [{ sku: 'PUMP-7', quantity: 2 }, { sku: 'HOSE-2' }] },
  ],
  ['another shape', { lines: 'none' }, { lines: [{ sku: 'PUMP-7' }] }, { lines: 'none' }],
  ['nothing', { paid: null }, { paid: true }, { paid: null }],
])('%s', (_, fitting, own, all) => {
  const joined = allOfSamples(fitting, own);
  expect(joined).toEqual(all);
  expect(JSON.stringify(joined)).toBe(JSON.stringify(all));
});
