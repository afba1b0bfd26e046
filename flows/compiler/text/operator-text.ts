import { parseDuration } from '#flows/language/duration.ts';
import type { Operator } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';

const numeral = String.raw`/^-?\d{1,200}(\.\d{1,200})?([eE][-+]?\d{1,2})?$/`;

const number = `function($v) { $type($v) = "string" ? ($contains($v, ${numeral}) ? $number($v) : $v) : $v }`;

// The only coercion there is: text that is wholly a number, beside a number.
const equal = 'function($a, $b) { $type($a) = "number" ? $a = $n($b) : $type($b) = "number" ? $n($a) = $b : $a = $b }';

const withEqual = (test: string) => `($n := ${number}; $eq := ${equal}; ${test})`;

const inOrder = (order: '<' | '<=') =>
  `function($a, $b) { ($x := $type($b) = "number" ? $n($a) : $a; $y := $type($a) = "number" ? $n($b) : $b; $t := $type($x); $t = $type($y) ? ($t in ["number", "string"] ? $x ${order} $y : false) : false) }`;

const withOrder = (order: '<' | '<=', test: string) => `($n := ${number}; $o := ${inOrder(order)}; ${test})`;

// Beside a number that is written in the flow: the left side as a number, undefined when it is text but no number.
const leftNumber = `$type($l) = "string" ? ($contains($l, ${numeral}) ? $number($l)) : $l`;

const withTimes = (op: Operator, test: string) =>
  `($x := $__time($l, "${op}"); $y := $__time($r, "${op}"); $exists($x) and $exists($y) ? ${test} : false)`;

const anyOf = (list: string, value: string) => `$count($filter(${list}, function($i) { $eq($i, ${value}) })) > 0`;

const bothText = (test: string) => `$type($l) = "string" ? ($type($r) = "string" ? ${test} : false) : false`;

const hasChanged = '$exists($l.from) or $exists($l.to) ? $not($l.from = $l.to) : false';

/**
 * JSONata that says whether `op` holds for the values in `$l` and `$r`: true or false. It fails only where a time is
 * compared with what is none. The pattern of `matches` and the duration of `withinLast` are taken from `right` when the
 * text is made. It uses our own functions (compiler/bound).
 */
export function operatorText(op: Operator, right: Json | undefined): string {
  switch (op) {
    case 'equals':
      return equality(right);
    case 'notEquals':
      return `$not(${equality(right)})`;
    case 'in':
      return membership(right);
    case 'notIn':
      return `$not(${membership(right)})`;
    case 'contains':
      return isOrdinaryText(right)
        ? '$type($l) = "string" ? $contains($l, $r) : $type($l) = "array" ? $r in $l : false'
        : withEqual(`$type($l) = "array" ? ${anyOf('$l', '$r')} : (${bothText('$contains($l, $r)')})`);
    case 'startsWith':
      return bothText('$substring($l, 0, $length($r)) = $r');
    case 'endsWith':
      return bothText('($d := $length($l) - $length($r); $d < 0 ? false : $substring($l, $d) = $r)');
    case 'matches':
      return `$type($l) = "string" ? $contains($l, ${patternText(String(right ?? ''))}) : false`;
    case 'gt':
      return comparison('>', right, withOrder('<', '$o($r, $l)'));
    case 'gte':
      return comparison('>=', right, withOrder('<=', '$o($r, $l)'));
    case 'lt':
      return comparison('<', right, withOrder('<', '$o($l, $r)'));
    case 'lte':
      return comparison('<=', right, withOrder('<=', '$o($l, $r)'));
    case 'between':
      return withOrder('<=', '$o($r[0], $l) ? $o($l, $r[1]) : false');
    case 'before':
      return withTimes(op, '$x < $y');
    case 'after':
      return withTimes(op, '$x > $y');
    case 'withinLast':
      return withinLast(parseDuration(String(right ?? '')) ?? 0);
    case 'exists':
      return '$exists($l) ? $not($l = null) : false';
    case 'empty':
      return '$exists($l) ? ($l in [null, ""] or $l = [] or $l = {}) : true';
    case 'isTrue':
      return '$l = true';
    case 'isFalse':
      return '$l = false';
    case 'changed':
      return hasChanged;
    case 'changedTo':
      return withEqual(`(${hasChanged}) ? $eq($l.to, $r) : false`);
  }
}

function equality(right: Json | undefined): string {
  if (isOrdinaryText(right)) return '$l = $r';
  if (typeof right === 'number') return `(${leftNumber}) = $r`;
  return withEqual('$eq($l, $r)');
}

function membership(right: Json | undefined): string {
  if (Array.isArray(right) && right.every(isOrdinaryText)) return '$l in $r';
  return withEqual(anyOf('[$r]', '$l'));
}

function comparison(sign: '<' | '<=' | '>' | '>=', right: Json | undefined, general: string): string {
  if (isOrdinaryText(right)) return `$type($l) = "string" ? $l ${sign} $r : false`;
  if (typeof right === 'number') return `($x := ${leftNumber}; $type($x) = "number" ? $x ${sign} $r : false)`;
  return general;
}

// Text that no number equals needs no coercion.
function isOrdinaryText(value: Json | undefined): boolean {
  return typeof value === 'string' && !/^-?\d/.test(value);
}

function withinLast(seconds: number): string {
  return `($x := $__time($l, "withinLast"); $y := $__time($run.eventAt, "withinLast"); $exists($x) ? ($x <= $y ? $x > $y - ${seconds * 1000} : false) : false)`;
}

// JSONata's reader of patterns counts brackets, also those inside a character class, and ends at the first bare slash.
function patternText(pattern: string): string {
  let inClass = false;
  let text = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (character === '\\') {
      at++;
      text += character + (pattern[at] ?? '\\');
      continue;
    }
    if (character === '\n') text += '\\n';
    else if (character === '/' || (inClass && '()[{}'.includes(character))) text += `\\${character}`;
    else text += character;
    if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
  }
  return `/${text || '(?:)'}/`;
}
