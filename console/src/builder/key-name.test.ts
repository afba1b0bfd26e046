import { expect, test } from 'vitest';
import { keyLabel, keyName } from './key-name.ts';

type Held = Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>>;
const pressed = (key: string, held: Held = {}, mac = false) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }, mac);

test.each([
  [pressed('d', { ctrlKey: true }), 'Mod-d', 'Ctrl D', '⌘ D'],
  [pressed('Z', { metaKey: true, shiftKey: true }, true), 'Mod-Shift-z', 'Ctrl Shift Z', '⌘ ⇧ Z'],
  [pressed('ArrowUp', { altKey: true }), 'Alt-ArrowUp', 'Alt ↑', '⌥ ↑'],
  [pressed('?', { shiftKey: true }), '?', '?', '?'],
  [pressed('/'), '/', '/', '/'],
  [pressed('Delete'), 'Delete', 'Del', 'Del'],
])('%s', (name, expected, label, onMac) => {
  expect(name).toBe(expected);
  expect(keyLabel(name, false)).toBe(label);
  expect(keyLabel(name, true)).toBe(onMac);
});

test('the other one of control and command is no key of ours, and no letter alone either', () => {
  expect(pressed('d', { metaKey: true })).toBe('Other-d');
  expect(pressed('d', { ctrlKey: true }, true)).toBe('Other-d');
});
