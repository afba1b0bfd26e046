import { nearest } from '#flows/language/nearest.ts';
import { readableName } from '../forms/form-fields.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import type { Holes } from '../i18n/fill.ts';
import type { Language, TextKey } from '../i18n/language.svelte.ts';
import type { Chip } from './chip.ts';
import { type DataScope, sourceOf } from './data-scope.ts';
import { follow } from './follow-schema.ts';
import type { Change, Formula, Key } from './formula.ts';
import { shortValue } from './short-value.ts';
import { valueIn } from './value-in.ts';
import { inBraces } from './write-formula.ts';

/** What a chip says. */
export interface ChipWords {
  /** What it is part of; empty for a formula. */
  of: string;
  label: string;
  /** What is done with the value, in words. */
  changes: string;
  /** What it was last, in a few letters. */
  value: string | undefined;
  /** What is wrong with it; undefined for nothing. */
  fault: string | undefined;
  /** What it most likely means, between braces. */
  fix: string | undefined;
}

interface Reader {
  t: (key: TextKey, holes?: Holes) => string;
  language: Language;
}

/** A chip in the reader's words. */
export function chipWords({ t, language }: Reader, { formula, source }: Chip, scope: DataScope): ChipWords {
  if (!formula)
    return { of: '', label: t('data.formula'), changes: '', value: source.trim(), fault: undefined, fix: undefined };
  const from = sourceOf(scope, formula.source);
  const labels = labelsOf(from?.schema, formula.keys, language);
  const value = from?.known && valueIn(from.known.value, formula.keys);
  return {
    of: from?.title ?? scope.steps.get(formula.source) ?? formula.source,
    label: labels.slice(-2).join(' › '),
    changes: formula.changes.map((change) => changeWords(t, change)).join(t('clause')),
    value: value === undefined ? undefined : shortValue(value),
    ...faultOf(t, formula, scope),
  };
}

/** The way into a value as labels, places in lists as numbers from 1. */
export function labelsOf(schema: JsonSchema | undefined, keys: readonly Key[], language: Language): string[] {
  return keys.map((key, index) => {
    if (typeof key === 'number') return key < 0 ? `#${key}` : `#${key + 1}`;
    const [holder] = follow(schema, keys.slice(0, index));
    return fieldLabel(key, holder?.properties?.[key] ?? holder?.items?.properties?.[key], language);
  });
}

/** What a field is called. */
export function fieldLabel(name: string, schema: JsonSchema | undefined, language: Language): string {
  return (
    schema?.['x-label']?.[language] ??
    schema?.title ??
    (/^[a-z]/.test(name) ? readableName(name.replace(/_+/g, ' ')) : name)
  );
}

function faultOf(t: Reader['t'], formula: Formula, scope: DataScope): Pick<ChipWords, 'fault' | 'fix'> {
  const from = sourceOf(scope, formula.source);
  if (!from) {
    const there = scope.steps.get(formula.source);
    const meant =
      there === undefined
        ? nearest(
            formula.source,
            scope.sources.map(({ name }) => name),
          )
        : undefined;
    return {
      fault: there === undefined ? t('data.gone', { name: formula.source }) : t('data.outOfSight', { step: there }),
      fix: meant === undefined ? undefined : inBraces({ ...formula, source: meant }),
    };
  }
  for (const [index, key] of formula.keys.entries()) {
    if (typeof key === 'number') continue;
    const names = closedNames(follow(from.schema, formula.keys.slice(0, index)));
    if (!names || names.includes(key)) continue;
    const meant = nearest(key, names);
    const keys = formula.keys.with(index, meant ?? key);
    return {
      fault: t('data.noField', { field: key, of: from.title }),
      fix: meant === undefined ? undefined : inBraces({ ...formula, keys }),
    };
  }
  return { fault: undefined, fix: undefined };
}

/** The names that a value may have, where it has no others. */
function closedNames(schemas: readonly JsonSchema[]): string[] | undefined {
  const objects = schemas.map((schema) => schema.items ?? schema);
  if (
    objects.length === 0 ||
    objects.some(({ properties, additionalProperties: rest }) => !properties || rest !== false)
  ) {
    return undefined;
  }
  return objects.flatMap(({ properties }) => Object.keys(properties ?? {}));
}

/** What a change does, in a few words. */
export function changeWords(t: Reader['t'], change: Change): string {
  switch (change.do) {
    case 'field':
      return t('data.change.field', { field: change.keys.join('.') });
    case 'where':
      return t('data.change.where', { field: change.key, value: String(change.value) });
    case 'join':
      return t('data.change.join', { between: change.between });
    case 'date':
      return t('data.change.date', { zone: change.zone });
    case 'number':
      return t('data.change.number', { picture: change.picture });
    case 'default':
      return t('data.change.default', { value: String(change.value) });
    default:
      return t(`data.change.${change.do}`);
  }
}
