import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((match) => [
    match[1]!,
    { light: match[2]!, dark: match[3]! },
  ]),
);

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const readOn: [string, string[]][] = [
  ['text', ['page', 'surface', 'raised', 'sunken', 'hover', 'chosen']],
  ['text-2', ['page', 'surface', 'raised', 'sunken', 'hover']],
  ['text-3', ['page', 'surface']],
  ['accent-text', ['page', 'surface', 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['good', ['surface', 'good-soft']],
  ['warn', ['surface', 'warn-soft']],
  ['bad', ['surface', 'bad-soft']],
  ['text', ['bad-soft', 'accent-soft']],
  ['syntax-key', ['surface', 'sunken', 'accent-soft']],
  ['syntax-text', ['surface', 'sunken', 'accent-soft']],
  ['syntax-number', ['surface', 'sunken', 'accent-soft']],
];
const pairs = readOn.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const));

test('what is chosen of a few stands out from its ground, lighter in the dark too', () => {
  const { light, dark } = colours.get('chosen')!;
  const ground = colours.get('sunken')!;
  expect(luminance(light)).toBeGreaterThan(luminance(ground.light));
  expect(contrast(dark, ground.dark)).toBeGreaterThan(1.3);
  expect(luminance(dark)).toBeGreaterThan(luminance(ground.dark));
});

test.each(pairs)('%s can be read on %s in both themes (AA, 4.5 to 1)', (text, ground) => {
  for (const theme of ['light', 'dark'] as const) {
    const ratio = contrast(colours.get(text)![theme], colours.get(ground)![theme]);
    expect(ratio, `${theme}: ${ratio.toFixed(2)}`).toBeGreaterThanOrEqual(4.5);
  }
});
