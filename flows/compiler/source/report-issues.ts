import type { z } from 'zod';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import type { Report } from './problem-list.ts';

type Issue = z.core.$ZodIssue;

/** Patterns of the document's schema name the problem they stand for instead of a message. */
const patternCodes = [
  'invalidDuration',
  'invalidStepId',
  'invalidOperation',
  'invalidConnectionName',
  'invalidFlowId',
] as const;

const typeWords: Record<string, string> = {
  string: '@text',
  number: '@number',
  int: '@integer',
  boolean: '@boolean',
  array: '@list',
  tuple: '@list',
  object: '@object',
  record: '@object',
  null: '@null',
};

/** Reports what zod found wrong with `value`, which stands at `pointer`, in the words of problems.md. */
export function reportIssues(issues: readonly Issue[], value: unknown, pointer: Pointer, report: Report): void {
  for (const issue of issues) {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    reportIssue(issue, path.reduce<unknown>(fieldOf, value), [...pointer, ...path], report);
  }
}

function fieldOf(value: unknown, key: string | number): unknown {
  return (value as Record<string, unknown> | undefined)?.[key];
}

function reportIssue(issue: Issue, value: unknown, pointer: Pointer, report: Report): void {
  const code = patternCodes.find((known) => known === issue.message);
  if (value === undefined) {
    report('missingField', { field: String(pointer.at(-1)) }, pointer.slice(0, -1));
  } else if (code) {
    report(code, { value: String(value) }, pointer);
  } else {
    reportValue(issue, value, pointer, report);
  }
}

function reportValue(issue: Issue, value: unknown, pointer: Pointer, report: Report): void {
  switch (issue.code) {
    case 'invalid_type':
      report('wrongType', { expected: typeWords[issue.expected] ?? issue.expected, actual: typeWord(value) }, pointer);
      break;
    case 'invalid_value':
      report('invalidChoice', choice(issue.values.map(String), value), pointer);
      break;
    case 'too_small':
      report(limits[issue.origin]?.[0] ?? 'tooSmall', { limit: Number(issue.minimum) }, pointer);
      break;
    case 'too_big':
      report(limits[issue.origin]?.[1] ?? 'tooBig', { limit: Number(issue.maximum) }, pointer);
      break;
    case 'unrecognized_keys':
      for (const key of issue.keys) report('unknownField', { field: key }, [...pointer, key], 'key');
      break;
    case 'invalid_union':
      reportUnion(issue, value, pointer, report);
      break;
    case 'invalid_format':
      report('invalidFormat', { format: issue.format }, pointer);
      break;
    default:
      report('invalidValue', { reason: issue.message }, pointer);
  }
}

const limits: Record<string, ['tooShort' | 'tooFew', 'tooLong' | 'tooMany']> = {
  string: ['tooShort', 'tooLong'],
  array: ['tooFew', 'tooMany'],
  set: ['tooFew', 'tooMany'],
};

/** Reports the option that the value comes closest to: the one that only something inside it does not fit. */
function reportUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown, pointer: Pointer, report: Report): void {
  const close = issue.errors.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  const best = close.sort((a, b) => a.length - b.length)[0];
  const all = issue.errors.flat();
  const words = all.flatMap((each) => (each.code === 'invalid_value' ? each.values.map(String) : []));
  const types = all.flatMap((each) =>
    each.code === 'invalid_type' ? [typeWords[each.expected] ?? each.expected] : [],
  );
  const inner = all.find((each) => each.code !== 'invalid_type');
  if (best) reportIssues(best, value, pointer, report);
  else if (words.length > 0 && typeof value === 'string') report('invalidChoice', choice(words, value), pointer);
  else if (types.length > 0 && !types.includes(typeWord(value))) {
    report('wrongType', { expected: [...new Set(types)].join('|'), actual: typeWord(value) }, pointer);
  } else if (inner) reportValue(inner, value, pointer, report);
  else report('invalidValue', { reason: issue.message }, pointer);
}

function choice(choices: string[], value: unknown): { value: string; choices: string; suggestion: string | undefined } {
  const word = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return { value: word, choices: choices.join(', '), suggestion: nearest(word, choices) };
}
