import { holdsMod, onMac } from '../ui/mod-key.ts';

/**
 * A pressed key as commands name it: `Mod-d`, `Alt-ArrowUp`, `/`. `Mod` is the command key of a Mac and the control key
 * elsewhere, and `Other` the one of these two that it is not; Shift is named with what has no sign of its own for it.
 */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  mac = onMac(),
): string {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const letter = /^[a-z]$/i.test(key);
  const named = letter ? key.toLowerCase() : key;
  const shift = shiftKey && (letter || key.length > 1);
  const other = mac ? ctrlKey : metaKey;
  return [holdsMod(event, mac) && 'Mod', other && 'Other', altKey && 'Alt', shift && 'Shift', named]
    .filter(Boolean)
    .join('-');
}

const signs: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Delete: 'Del', Backspace: '⌫', Escape: 'Esc' };

/** A key as a person reads it: `Ctrl D`, on a Mac `⌘ D`. */
export function keyLabel(name: string, mac = onMac()): string {
  const parts = name === '-' ? ['-'] : name.split('-');
  return parts
    .map((part) => modifier(part, mac) ?? signs[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

function modifier(part: string, mac: boolean): string | undefined {
  const names: Record<string, [string, string]> = { Mod: ['⌘', 'Ctrl'], Alt: ['⌥', 'Alt'], Shift: ['⇧', 'Shift'] };
  return names[part]?.[mac ? 0 : 1];
}
