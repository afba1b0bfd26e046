import type { Json } from '#flows/language/json.ts';
import type { App } from '../../app/app.svelte.ts';
import type { Verdict } from './outcome.ts';

/** A condition as it was judged, in words: `total is 129.5, at least 500 is wanted`. */
export function conditionSentence(
  { t, language }: Pick<App, 't' | 'language'>,
  name: string,
  { op, left, right }: Verdict['conditions'][number],
): string {
  const is =
    left === undefined ? t('condition.isMissing', { name }) : t('condition.isValue', { name, value: words(left) });
  const holes = { right: right === undefined ? '' : words(right) };
  return t('condition.sentence', { is, wanted: language.find(`condition.wanted.${op}`, holes, op) });
}

function words(value: Json): string {
  if (typeof value === 'string') return `“${value}”`;
  if (Array.isArray(value)) return value.map(words).join(', ');
  return JSON.stringify(value);
}
