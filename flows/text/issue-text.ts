import type { z } from 'zod';
import en from './en/issues.json' with { type: 'json' };
import { fill } from './fill.ts';
import type { Catalogue, Language } from './language.ts';
import zh from './zh/issues.json' with { type: 'json' };

type IssueText = keyof typeof en;

const texts: Catalogue<IssueText> = { en, zh };

const formats: Record<string, IssueText> = {
  url: 'url',
  email: 'email',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  duration: 'duration',
  json_string: 'json',
};

const kinds: Record<string, IssueText> = {
  string: 'text',
  number: 'number',
  int: 'number',
  boolean: 'boolean',
  array: 'list',
  tuple: 'list',
  set: 'list',
  object: 'object',
  record: 'object',
  map: 'object',
  null: 'null',
  undefined: 'nothing',
  date: 'aDate',
};

/**
 * What is wrong with a value in words for a person, a sentence without its end. A schema may name one of these texts in
 * place of a message: what a pattern allows, say. `value` is what stands where the issue is.
 */
export function issueText(issue: z.core.$ZodIssue, value: unknown, language: Language): string {
  const { id, params } = sentenceOf(issue, value, language);
  return fill(texts[language][id], params);
}

interface IssueSentence {
  id: IssueText;
  params: Record<string, string | number>;
}

function sentenceOf(issue: z.core.$ZodIssue, value: unknown, language: Language): IssueSentence {
  const plain = (id: IssueText, params: IssueSentence['params'] = {}): IssueSentence => ({ id, params });
  if (Object.hasOwn(en, issue.message)) return plain(issue.message as IssueText);
  if (value === undefined && issue.code !== 'unrecognized_keys') return plain('missing');
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.expected === 'int') return plain('notWhole');
      const word = (kind: string) => texts[language][kinds[kind] ?? 'object'];
      return plain('wrongType', { expected: word(issue.expected), actual: word(kindOf(value)) });
    }
    case 'too_small':
      return sized(issue.origin, Number(issue.minimum), issue.inclusive !== false, 'least');
    case 'too_big':
      return sized(issue.origin, Number(issue.maximum), issue.inclusive !== false, 'most');
    case 'invalid_format':
      return formatSentence(issue);
    case 'not_multiple_of':
      return Number(issue.divisor) === 1 ? plain('notWhole') : plain('multiple', { limit: Number(issue.divisor) });
    case 'unrecognized_keys':
      return plain('unknownField', { keys: issue.keys.map(short).join(', ') });
    case 'invalid_value':
      return plain(issue.values.length === 1 ? 'only' : 'choice', { choices: issue.values.map(String).join(', ') });
    case 'invalid_key': {
      const named = issue.issues.map(({ message }) => message).find((message) => Object.hasOwn(en, message));
      return plain((named ?? 'badKey') as IssueText, { keys: short(String(issue.path.at(-1) ?? '')) });
    }
    case 'invalid_element':
      return plain('badEntry');
    case 'invalid_union':
      return plain('noForm');
    default:
      return plain('notAllowed');
  }
}

function sized(origin: string, limit: number, inclusive: boolean, end: 'least' | 'most'): IssueSentence {
  if (origin === 'string') {
    if (end === 'most') return { id: 'tooLong', params: { limit } };
    return limit <= 1 ? { id: 'empty', params: {} } : { id: 'tooShort', params: { limit } };
  }
  const counted = ['array', 'set', 'map', 'object', 'file'].includes(origin);
  if (counted) return { id: end === 'least' ? 'tooFew' : 'tooMany', params: { limit } };
  if (inclusive) return { id: end === 'least' ? 'tooSmall' : 'tooBig', params: { limit } };
  return { id: end === 'least' ? 'above' : 'below', params: { limit } };
}

function formatSentence(issue: z.core.$ZodIssueInvalidStringFormat): IssueSentence {
  const { format } = issue;
  const part = issue as { prefix?: string; suffix?: string; includes?: string };
  if (format === 'starts_with') return { id: 'startsWith', params: { part: part.prefix ?? '' } };
  if (format === 'ends_with') return { id: 'endsWith', params: { part: part.suffix ?? '' } };
  if (format === 'includes') return { id: 'includes', params: { part: part.includes ?? '' } };
  return { id: formats[format] ?? 'notWritten', params: {} };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function short(key: string): string {
  return key.length <= 60 ? key : `${key.slice(0, 60)}…`;
}

/**
 * The issue that tells most, with its whole path: a union's own says nothing, the variant that got furthest is what was
 * meant. `before` is the path to where these issues stand.
 */
export function deepestIssue(
  issues: readonly z.core.$ZodIssue[],
  before: PropertyKey[] = [],
): { path: PropertyKey[]; issue: z.core.$ZodIssue } {
  const issue = issues[0] as z.core.$ZodIssue;
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path, issue };
  const variants = issue.errors.map((inner) => deepestIssue(inner, path));
  return variants.reduce((a, b) => (b.path.length > a.path.length ? b : a));
}

/** What stands at a path of a value. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}
