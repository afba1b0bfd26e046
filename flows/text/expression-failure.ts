import { type Failure, failure, inWords, type Sentence, type SentenceValue } from './failure.ts';
import type { Language } from './language.ts';
import { machineText } from './machine-text.ts';

const told =
  /^(?:An error occurred while executing the state '[\s\S]*?' \(entered at the event id #\d+\)\. )?The JSONata expression '([\s\S]*)' specified for the field '([^']*)' (threw an error during evaluation[.:] |returned nothing|returned an unexpected result type\. )([\s\S]*)$/;

/** Characters of an expression in a sentence. */
const longest = 120;

/**
 * What Step Functions says of an expression that failed (`cause`), in the words of a flow: the step, the field and the
 * expression where they can be told, and why. Undefined for any other cause.
 */
export function expressionFailure(cause: string, step: string): Failure | undefined {
  const [, source = '', field = '', how = '', rest = ''] = told.exec(cause) ?? [];
  if (how === '') return undefined;
  if (how === 'returned nothing') {
    const place = placeOf(step, lastOf(field));
    return failure('ExpressionFailed', { id: 'expressionEmpty', params: { place } });
  }
  const reason = how.startsWith('threw') ? reasonOf(rest) : wordsOf(cause);
  const part = partOf(source, rest);
  const place = placeOf(step, part?.field ?? lastOf(field));
  return failure(
    'ExpressionFailed',
    part
      ? { id: 'expressionFailed', params: { place, expression: part.text, reason } }
      : { id: 'someExpressionFailed', params: { place, reason } },
  );
}

/** Why an expression failed, from what JSONata or Step Functions says of it: `T2001: The left side of ...`. */
export function whyExpressionFailed(message: string, language: Language): string {
  const reason = reasonOf(message);
  if (typeof reason !== 'object') return String(reason);
  return 'id' in reason ? inWords(reason, language) : reason[language];
}

function placeOf(step: string, field: string | undefined): Sentence {
  return field === undefined
    ? { id: 'placeOfStep', params: { step } }
    : { id: 'placeOfField', params: { step, field } };
}

/** `text` of `Arguments/input/text`; a field that the author did not write has no name for him. */
function lastOf(field: string): string | undefined {
  const names = field.split('/');
  return names.length > 2 ? names.at(-1) : undefined;
}

function reasonOf(message: string): SentenceValue {
  const [, code = '', said = message] = /^([A-Z]\d{4}): ([\s\S]*)$/.exec(message) ?? [];
  const operator = /"?([-+*/%<>=]+)"? operator|operator "?([-+*/%<>=]+)"?/.exec(said);
  const sign = operator?.[1] ?? operator?.[2] ?? '';
  if (code === 'T2001' || code === 'T2002') {
    const side = code === 'T2001' ? { en: 'left', zh: '左' } : { en: 'right', zh: '右' };
    return { id: 'operandNoNumber', params: { side, operator: sign } };
  }
  const [, name] = /^Argument \d+ of function "(\w+)" must be an array of "numbers"$/.exec(said) ?? [];
  if (code === 'T0412' && name !== undefined) return { id: 'listNoNumbers', params: { name: `$${name}` } };
  const [, left, right] = /^The values ([\s\S]*) and ([\s\S]*) either side of operator/.exec(said) ?? [];
  if (code === 'T2009' && left !== undefined && right !== undefined) {
    const [text, other] = left.startsWith('"') ? [left, right] : [right, left];
    if (text.startsWith('"') && /^[-\d]/.test(other)) {
      return { id: 'textBesideNumber', params: { text, number: other, operator: sign } };
    }
  }
  return wordsOf(message);
}

/** What the machine says, without its code. */
function wordsOf(message: string): SentenceValue {
  const bare = (text: string) => text.replace(/^[A-Z]\d{4}[:：] ?/, '');
  return { en: bare(message), zh: bare(machineText(message, 'zh') ?? message) };
}

/** The part of an expression that a failure is about, when that is the only one with its operator or function. */
function partOf(source: string, reason: string): { text: string; field: string | undefined } | undefined {
  const [, operator, other, name] = /"([^"]+)" operator|operator "([^"]+)"|function "([^"]+)"/.exec(reason) ?? [];
  const sign = operator ?? other ?? (name && `$${name}(`);
  if (sign === undefined) return undefined;
  // Texts may hold anything: they are blanked out, at their length.
  const bare = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (text) => '"'.repeat(text.length));
  const at = bare.indexOf(sign);
  if (at < 0 || bare.indexOf(sign, at + 1) >= 0) return undefined;
  const start = edge(bare, at - 1, -1, '([{', ')]}') + 1;
  const end = edge(bare, at + sign.length - (sign.endsWith('(') ? 1 : 0), 1, ')]}', '([{');
  const text = source.slice(start, end).trim();
  const field = /"((?:[^"\\]|\\.)*)":\s*\(*$/.exec(source.slice(0, start))?.[1];
  return text.length > 0 && text.length <= longest ? { text, field } : undefined;
}

/** Where the expression around a place ends, in one direction. */
function edge(text: string, from: number, step: 1 | -1, closing: string, opening: string): number {
  let depth = 0;
  let at = from;
  for (; at >= 0 && at < text.length; at += step) {
    const sign = text[at]!;
    if (opening.includes(sign)) depth++;
    else if (closing.includes(sign) && --depth < 0) break;
    else if (depth === 0 && (',;'.includes(sign) || (sign === ':' && text[at + 1] !== '='))) break;
  }
  return at;
}
