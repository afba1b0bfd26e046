import { expect, test } from 'vitest';
import { apply } from '#flows/editing/apply.ts';
import type { Command } from '#flows/editing/command.ts';
import { editRefusal } from '#flows/editing/edit-refusal.ts';

const text =
  'id: x\ntrigger: { use: core.manual }\nsteps:\n  - { id: a, try: [{ id: b, set: {} }], catch: [] }\n  - { id: c, set: {} }\n';

const cases: [string, Command, string][] = [
  ['a: [', { do: 'remove', steps: ['a'] }, 'The text cannot be read'],
  [text, { do: 'remove', steps: ['gone'] }, 'There is no step gone any more.'],
  [text, { do: 'insert', at: { step: 'a', branch: ['id'], index: 0 }, step: { id: 'n' } }, 'a has no branch id'],
  [text, { do: 'move', steps: ['a'], to: { step: 'a', branch: ['try'], index: 0 } }, 'into itself'],
  [text, { do: 'rename', step: 'a', to: 'b' }, 'The name b is taken'],
  [text, { do: 'rename', step: 'a', to: '9 lives' }, '9 lives cannot be the id'],
  [text, { do: 'copy', steps: ['b', 'c'], to: { index: 0 } }, 'side by side'],
  [text, { do: 'unwrap', step: 'c' }, 'no steps inside c'],
  [text, { do: 'paste', at: { index: 0 }, text: 'hello' }, 'holds no steps'],
  [text, { do: 'set', step: 'a', field: ['id', 'deeper'], value: 1 }, 'no field'],
];

test.each(cases)('%j', (source, command, sentence) => {
  const outcome = apply(source, 'yaml', command);
  if (!('refused' in outcome)) throw new Error(outcome.text);
  expect(editRefusal('en', outcome)).toContain(sentence);
  expect(editRefusal('zh', outcome)).not.toMatch(/\{|\}/);
});

test.each([
  ['steps that are more than a flow may have', text, 300_000],
  ['steps that would make it more', `${text}  - { id: long, note: ${'y'.repeat(200_000)}, set: {} }\n`, 100_000],
])('%s are not pasted', (_, source, length) => {
  const pasted = `- { id: many, note: ${'x'.repeat(length)}, set: {} }\n`;
  const outcome = apply(source, 'yaml', { do: 'paste', at: { index: 0 }, text: pasted });
  if (!('refused' in outcome)) throw new Error('pasted');
  expect(editRefusal('en', outcome)).toContain('beyond 256 KB');
  expect(editRefusal('zh', outcome)).toContain('256 KB');
});

test('a text that is too large already may become smaller', () => {
  const source = `${text}  - { id: long, note: ${'y'.repeat(300_000)}, set: {} }\n`;
  expect(apply(source, 'yaml', { do: 'remove', steps: ['c'] })).toHaveProperty('text');
});
