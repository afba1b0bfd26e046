import { expect, test } from 'vitest';
import { keep, readKept, writtenEvent } from './kept-trial.ts';

test('what is kept is read again', () => {
  const texts = new Map<string, string>();
  const store = () => ({
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  });
  const kept = { own: '{', chosen: { tell: { silent: true as const } } };
  keep(store, 'orders', kept);
  expect(readKept(store, 'orders')).toEqual(kept);
  expect(readKept(store, 'invoices')).toEqual({ chosen: {} });
});

test('a browser that keeps nothing is no reason not to go on', () => {
  const store = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  expect(() => keep(store, 'orders', { chosen: {} })).not.toThrow();
  expect(readKept(store, 'orders')).toEqual({ chosen: {} });
});

test.each([
  ['{ "a": 1 }', { a: 1 }],
  [' ', {}],
  ['{ "a": ', undefined],
])('the event that %j says', (text, event) => {
  expect(writtenEvent(text)).toEqual(event);
});
