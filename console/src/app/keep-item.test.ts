import { expect, test } from 'vitest';
import { keepItem } from './keep-item.ts';

test('a text is kept, and a store that takes none stops nothing', () => {
  const kept = new Map<string, string>();
  keepItem({ setItem: (place, text) => void kept.set(place, text) }, 'millrace.view', 'text');
  expect([...kept]).toEqual([['millrace.view', 'text']]);
  const full = {
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(() => keepItem(full, 'millrace.view', 'text')).not.toThrow();
});
