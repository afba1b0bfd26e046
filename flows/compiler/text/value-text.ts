import type { Expression, ObjectValue, Value } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import { mayBeNoNumber } from '../bound/may-be-no-number.ts';
import { partsOf } from './parts-of.ts';

/** What becomes of a part of a value that has no result: it is left out, or it is null. */
export type Missing = 'omit' | 'null';

/**
 * The value as one JSONata expression. The author's expressions stand in it unaltered, in parentheses; a text never
 * fails for a missing part. Undefined results of parts are treated as `missing` says.
 */
export function valueText(value: Value, missing: Missing = 'omit'): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value);
    case 'expression':
      return missing === 'null' ? orNull(expressionText(value.expression)) : expressionText(value.expression);
    case 'text':
      return joinedText(value.parts);
    case 'object':
      return objectText(value.entries, ({ value: of }) => valueText(of, missing));
    case 'list':
      return listText(value.items, (item) => valueText(item, missing));
  }
}

/**
 * The expression in parentheses, so that nothing around it can change its meaning. One that may give NaN or Infinity,
 * which would go on as text, fails then.
 */
export function expressionText({ source }: Expression): string {
  return mayBeNoNumber(source) ? `$__finite((${source}))` : `(${source})`;
}

/** The value when it holds no expression, else undefined. */
export function constantOf(value: Value): Json | undefined {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'expression':
    case 'text':
      return undefined;
    case 'object': {
      const entries = value.entries.map(({ key, value: of }) => [key, constantOf(of)] as const);
      return entries.some(([, of]) => of === undefined) ? undefined : (Object.fromEntries(entries) as Json);
    }
    case 'list': {
      const items = value.items.map(constantOf);
      return items.some((item) => item === undefined) ? undefined : (items as Json[]);
    }
  }
}

/** Whether a constant is a text that says nothing: what a form leaves where nothing was filled in. */
export function isBlank(constant: Json | undefined): boolean {
  return typeof constant === 'string' && constant.trim() === '';
}

function orNull(text: string): string {
  return `function($v) { $exists($v) ? $v : null }(${text})`;
}

function joinedText(parts: (string | Expression)[]): string {
  const pieces = parts.map((part) =>
    typeof part === 'string' ? JSON.stringify(part) : `function($v) { $v = null ? "" : $v }(${expressionText(part)})`,
  );
  // One piece alone would keep its type.
  return pieces.length > 1 ? `(${chain(pieces)})` : `(${pieces[0] ?? '""'} & "")`;
}

/** In a row while it is short, else in halves: Step Functions evaluates no deeper than a hundred levels. */
function chain(pieces: string[]): string {
  if (pieces.length <= 32) return pieces.join(' & ');
  const half = Math.ceil(pieces.length / 2);
  return `(${chain(pieces.slice(0, half))}) & (${chain(pieces.slice(half))})`;
}

type Entry = ObjectValue['entries'][number];

/** An object whose values `textOf` gives. */
export function objectText(entries: readonly Entry[], textOf: (entry: Entry) => string): string {
  const member = (entry: Entry) => `${JSON.stringify(entry.key)}: ${textOf(entry)}`;
  const parts = partsOf(entries, ({ value }) => value).map((part) => `{${part.map(member).join(', ')}}`);
  return parts.length > 1 ? `$merge(${appended(parts.map((part) => `[${part}]`))})` : (parts[0] ?? '{}');
}

/** A list whose items `textOf` gives. */
export function listText(items: Value[], textOf: (item: Value) => string): string {
  const [first, ...more] = partsOf(items, (item) => item).map((part) => partText(part, textOf));
  return more.length === 0 ? (first ?? '[]') : `[${appended([first ?? '[]', ...more])}]`;
}

function appended(lists: string[]): string {
  if (lists.length <= 1) return lists[0] ?? '[]';
  const half = Math.ceil(lists.length / 2);
  return `$append(${appended(lists.slice(0, half))}, ${appended(lists.slice(half))})`;
}

function partText(items: Value[], textOf: (item: Value) => string): string {
  const texts = items.map(textOf);
  if (!items.some((item) => item.kind === 'expression')) return `[${texts.join(', ')}]`;
  // JSONata's list constructor melts a list inside it into the outer one, so items of unknown type are wrapped first.
  return `[$map([${texts.map((text) => `{"v": ${text}}`).join(', ')}], function($i) { $i.v })[]]`;
}
