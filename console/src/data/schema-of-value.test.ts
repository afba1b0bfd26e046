import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { SetStep } from '#flows/language/steps/set.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import { childrenOf, type DataNode, rootsOf } from './data-tree.ts';
import { outputSchema } from './output-schema.ts';

const workspace = {} as Parameters<typeof outputSchema>[0];

/** The paths of all data of what a step remembers, with `?` where it may be missing. */
function told(values: string): string[] {
  const { flow } = parseFlow(`id: x\ntrigger: { use: core.manual }\nsteps: [{ id: s, set: ${values} }]\n`, 'yaml');
  const schema: JsonSchema = outputSchema(workspace, flow!.steps[0] as SetStep);
  const source = { name: 's', kind: 'step' as const, title: 's', schema, known: undefined };
  const all = (node: DataNode): DataNode[] => [node, ...childrenOf(node, 'en').flatMap(all)];
  return rootsOf({ sources: [source], steps: new Map(), timeZone: 'UTC' })
    .flatMap(all)
    .map(({ keys, optional }) => keys.join('.') + (optional ? '?' : ''));
}

test.each([
  ['{ a: 1, b: "{{ $run.id }}" }', ['', 'a', 'b']],
  ['{ all: [{ n: A, x: 1 }, { n: B }] }', ['', 'all', 'all.n', 'all.x?']],
  ['{ all: { of: { it: true } } }', ['', 'all', 'all.of', 'all.of.it']],
])('%s is there as far as it is written', (values, paths) => {
  expect(told(values)).toEqual(paths);
});

test.each([
  ['{ all: [{ x: 1 }, { x: a }] }', { type: 'object', properties: { x: {} }, required: ['x'] }],
  ['{ all: [[1, 2], [a]] }', { type: 'array', minItems: 1, items: {} }],
  [
    '{ all: [[{ n: 1 }], [{ n: 2, m: 3 }]] }',
    {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { n: { type: 'number' }, m: { type: 'number' } }, required: ['n'] },
    },
  ],
])('items of %s are what all of them are', (values, items) => {
  const { flow } = parseFlow(`id: x\ntrigger: { use: core.manual }\nsteps: [{ id: s, set: ${values} }]\n`, 'yaml');
  const schema: JsonSchema = outputSchema(workspace, flow!.steps[0] as SetStep);
  expect(schema.properties?.all?.items).toEqual(items);
});
