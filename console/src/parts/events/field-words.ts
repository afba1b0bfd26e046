import type { Value } from '#flows/language/flow.ts';
import type { App } from '../../app/app.svelte.ts';
import { changeWords, labelsOf } from '../../data/chip-words.ts';
import { readFormula } from '../../data/read-formula.ts';
import { valueWords } from '../../drawing/condition-words.ts';
import type { JsonSchema } from '../../forms/json-schema.ts';

/** What a condition of a trigger judges, by the labels of the event's fields: `Customer › Name`, `Lines, count`. */
export function fieldWords({ t, language }: Pick<App, 't' | 'language'>, event: JsonSchema, left: Value): string {
  const formula = left.kind === 'expression' ? readFormula(left.expression.source) : undefined;
  if (formula?.source !== 'trigger' || formula.keys.length === 0) return valueWords(left);
  const labels = labelsOf(event, formula.keys, language.current);
  // Of a request all that matters is in its body.
  const inside = formula.keys[0] === 'body' && labels.length > 1 ? labels.slice(1) : labels;
  const changes = formula.changes.map((change) => changeWords(t, change));
  return [inside.slice(-2).join(' › '), ...changes].join(t('clause'));
}
