import type { ChipWords } from './chip-words.ts';

/** A chip as it stands in a text. */
export function chipElement({ of, label, changes, value, fault }: ChipWords, chosen: boolean): HTMLElement {
  const chip = document.createElement('span');
  chip.className = ['chip', fault && 'broken', chosen && 'chosen', of === '' && 'formula'].filter(Boolean).join(' ');
  chip.title = fault ?? value ?? '';
  for (const [name, text] of [
    ['of', of],
    ['what', of === '' ? `${label} ${value ?? ''}`.trim() : label],
    ['changes', changes],
  ] as const) {
    if (text === '') continue;
    const part = chip.appendChild(document.createElement('span'));
    part.className = name;
    part.textContent = text;
  }
  return chip;
}
