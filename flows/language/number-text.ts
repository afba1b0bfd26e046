/**
 * The number that people write as `1000`, `-2.5`, `1,000` or in full-width signs; undefined when it is none. Commas stand
 * between groups of three digits only, so `1,5` is no number rather than a guess.
 */
export function numberOf(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+|[1-9]\d{0,2}(,\d{3})+(\.\d*)?)(e[+-]?\d{1,3})?$/i.test(plain)) return undefined;
  const number = Number(plain.replaceAll(',', ''));
  return Number.isFinite(number) ? number : undefined;
}
