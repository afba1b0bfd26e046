import { expect, test } from 'vitest';
import { valueAt, withField } from './with-field.ts';

const document = { id: 'a', steps: [{ id: 'x', with: { text: 'hi' } }, { id: 'y' }] };

test.each([
  ['changes a value', ['steps', 0, 'with', 'text'], 'ho', { id: 'x', with: { text: 'ho' } }],
  [
    'makes what is missing on the way',
    ['steps', 0, 'retry', 'attempts'],
    2,
    { id: 'x', with: { text: 'hi' }, retry: { attempts: 2 } },
  ],
  ['takes a field out', ['steps', 0, 'with', 'text'], undefined, { id: 'x', with: {} }],
] as const)('%s', (_, path, value, step) => {
  const changed = withField(document, path, value);
  expect(valueAt(changed, ['steps', 0])).toEqual(step);
  expect(valueAt(changed, ['steps', 1])).toBe(document.steps[1]);
});

test('adds to a list and takes out of it', () => {
  expect(withField([1, 2], [2], 3)).toEqual([1, 2, 3]);
  expect(withField([1, 2, 3], [0], undefined)).toEqual([2, 3]);
});
