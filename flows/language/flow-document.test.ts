import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { flowJsonSchema } from './flow-document.ts';

const accepts = new Ajv2020({ allowUnionTypes: true, unicodeRegExp: true }).compile(flowJsonSchema());

const root = join(import.meta.dirname, '../..');

const flow = (steps: string) => parse(`id: a\ntrigger: { use: core.manual }\nsteps:\n  - ${steps}`);

describe('the published JSON Schema', () => {
  test.each([
    '{ id: a, use: http.request, connection: c, with: { url: "{{ $trigger.url }}" }, retry: off, onError: continue }',
    '{ id: a, use: http.request, onError: [{ id: b, stop: failed }], retry: { attempts: 2, on: [Timeout] } }',
    '{ id: a, if: { any: [{ left: 1, op: exists }, { not: { expr: "{{ true }}" } }] }, then: [] }',
    '{ id: a, switch: x, cases: { b: [{ id: c, wait: { for: 2h } }] }, default: [] }',
    '{ id: a, forEach: [1], as: n, concurrency: 2, onItemError: continue, do: [{ id: b, set: { c: 1 } }] }',
    '{ id: a, parallel: { b: [], c: [] } }',
    '{ id: a, wait: { event: feishu.cardAction, timeout: 1h30m } }',
    '{ id: a, call: other-flow, with: { b: 1 }, await: true }',
    '{ id: a, try: [], catch: [] }',
    '{ id: 名称, stop: succeeded, output: { status: 200 }, name: 完成, note: n, disabled: true }',
  ])('accepts %s', (steps) => {
    expect(accepts(flow(steps)), JSON.stringify(accepts.errors)).toBe(true);
  });

  test.each([
    '{ id: a }',
    '{ id: a, wait: { for: 2 hours } }',
    '{ id: a, wait: { for: 2h, until: x } }',
    '{ id: a-b, set: {} }',
    '{ id: a, use: http }',
    '{ id: a, set: {}, more: 1 }',
    '{ id: a, if: { left: 1, op: equal, right: 1 }, then: [] }',
  ])('refuses %s', (steps) => {
    expect(accepts(flow(steps))).toBe(false);
  });

  test.each(globSync('flows/templates/*/flow*.yaml', { cwd: root }))('accepts %s', (file) => {
    // A parameter of a template stands where the name of a connection or a value will.
    const text = readFileSync(join(root, file), 'utf8').replace(/\$\{(\w+)\}/g, '$1');
    expect(accepts(parse(text)), JSON.stringify(accepts.errors)).toBe(true);
  });

  test('describes every field', () => {
    const schema = flowJsonSchema() as Record<string, unknown>;
    const bare: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [name, field] of Object.entries((node as { properties?: object }).properties ?? {})) {
        if (!('description' in field) && !('$ref' in field)) bare.push(`${path}/${name}`);
      }
      for (const [key, child] of Object.entries(node)) visit(child, `${path}/${key}`);
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });
});
