import { expect, test } from 'vitest';
import type { DataScope, DataSource } from './data-scope.ts';
import { searched } from './data-tree.ts';
import { unlisted } from './unlisted.ts';

const source = (name: string, kind: DataSource['kind'], schema: DataSource['schema']): DataSource => {
  return { name, kind, title: name, schema, known: undefined };
};
const scope: DataScope = {
  sources: [
    source('trigger', 'trigger', {
      type: 'object',
      properties: {
        method: { type: 'string' },
        query: { type: 'object', additionalProperties: { type: 'string' } },
        body: {},
      },
    }),
    source('owner', 'step', {
      type: 'object',
      properties: { openId: { type: 'string' } },
      additionalProperties: false,
    }),
    source('run', 'run', {}),
  ],
  steps: new Map(),
  timeZone: 'UTC',
};

test.each([
  [
    'name',
    [
      ['trigger', 'body', 'name'],
      ['trigger', 'query', 'name'],
    ],
  ],
  [
    'customer.name',
    [
      ['trigger', 'body', 'customer', 'name'],
      ['trigger', 'query', 'customer', 'name'],
    ],
  ],
  [
    '姓名',
    [
      ['trigger', 'body', '姓名'],
      ['trigger', 'query', '姓名'],
    ],
  ],
  ['a{{b', []],
  ['', []],
] as const)('%j', (query, ways) => {
  expect(unlisted(scope, query, 'en').map((node) => [node.source.name, ...node.keys])).toEqual(ways);
});

const called: DataScope = {
  ...scope,
  sources: scope.sources.map((each) =>
    each.name === 'trigger'
      ? { ...each, known: { value: { body: { number: 'A-1001', customer: { name: 'Li Wei' } } }, from: 'sample' } }
      : each,
  ),
};

test.each([
  [
    'numb',
    ['trigger', 'body', 'number'],
    [
      ['body', 'numb'],
      ['query', 'numb'],
    ],
  ],
  ['Number', ['trigger', 'body', 'number'], [['query', 'Number']]],
  [
    'customer.na',
    ['trigger', 'body', 'customer', 'name'],
    [
      ['body', 'customer', 'na'],
      ['query', 'customer', 'na'],
    ],
  ],
  ['customer.name', ['trigger', 'body', 'customer', 'name'], [['query', 'customer', 'name']]],
] as const)('%j finds what is known, which is not named once more', (query, known, ways) => {
  expect(searched(called, query, 'en').map((node) => [node.source.name, ...node.keys])).toEqual([known]);
  expect(unlisted(called, query, 'en').map(({ keys }) => keys)).toEqual(ways);
});
