import { expect, test } from 'vitest';
import { keyLabel, keyName } from './key-name.ts';

const pressed = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test.each([
  [pressed('d', { ctrlKey: true }), 'Mod-d', 'Ctrl D', '⌘ D'],
  [pressed('Z', { metaKey: true, shiftKey: true }), 'Mod-Shift-z', 'Ctrl Shift Z', '⌘ ⇧ Z'],
  [pressed('ArrowUp', { altKey: true }), 'Alt-ArrowUp', 'Alt ↑', '⌥ ↑'],
  [pressed('?', { shiftKey: true }), '?', '?', '?'],
  [pressed('/'), '/', '/', '/'],
  [pressed('Delete'), 'Delete', 'Del', 'Del'],
])('%s', (name, expected, label, onMac) => {
  expect(name).toBe(expected);
  expect(keyLabel(name, false)).toBe(label);
  expect(keyLabel(name, true)).toBe(onMac);
});
