import { expect, test } from 'vitest';
import type { DataScope } from '../data/data-scope.ts';
import type { JsonSchema } from './json-schema.ts';
import { schemaOfData } from './schema-of-data.ts';

const priority: JsonSchema = { type: 'string', enum: ['High', 'Low'] };
const scope: DataScope = {
  sources: [
    {
      name: 'trigger',
      kind: 'trigger',
      title: 'Webhook',
      schema: { type: 'object', properties: { body: {} } },
      known: { value: { body: { total: 129.5, vip: true, lines: [{ sku: 'a' }], note: null } }, from: 'sample' },
    },
    {
      name: 'issue',
      kind: 'step',
      title: 'Issue',
      schema: {
        type: 'object',
        properties: { priority, due: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] } },
      },
      known: undefined,
    },
  ],
  steps: new Map(),
  timeZone: 'UTC',
};

test.each<[string, JsonSchema | undefined]>([
  ['{{ $issue.priority }}', priority],
  ['{{ $issue.due }}', { type: 'string', format: 'date' }],
  ['{{ $trigger.body.total }}', { type: 'number' }],
  ['{{ $trigger.body.vip }}', { type: 'boolean' }],
  ['{{ $trigger.body.lines }}', { type: 'array', items: {} }],
  ['{{ $trigger.body.lines.sku }}', { type: 'string' }],
  ['{{ $trigger.body.note }}', undefined],
  ['{{ $count($trigger.body.lines) }}', undefined],
  ['total {{ $trigger.body.total }}', undefined],
  ['{{ $nobody.x }}', undefined],
  ['plain', undefined],
])('%s is known as %j', (text, schema) => {
  expect(schemaOfData(scope, text)).toEqual(schema);
});
