import type { Change, Formula, Key } from './formula.ts';

/** The JSONata of a formula, which `readFormula` reads back. */
export function writeFormula({ source, keys, changes }: Formula): string {
  let written = { text: `$${source}${pathText(keys)}`, open: false };
  for (const change of changes) written = { text: changed(change, written), open: change.do === 'default' };
  return written.text;
}

/** A value as it stands between braces in a text. */
export function inBraces(formula: Formula): string {
  return `{{ ${writeFormula(formula)} }}`;
}

const functions = { count: 'count', sum: 'sum', upper: 'uppercase', lower: 'lowercase', trim: 'trim' } as const;

/** `open`: the text ends or begins with an operator that what follows must not take hold of. */
function changed(change: Change, { text, open }: { text: string; open: boolean }): string {
  switch (change.do) {
    case 'first':
      return `(${text})[0]`;
    case 'last':
      return `(${text})[-1]`;
    case 'field':
      return `${open ? `(${text})` : text}${pathText(change.keys)}`;
    case 'where':
      return `(${text})[${nameText(change.key)} = ${JSON.stringify(change.value)}]`;
    case 'join':
      return `$join((${text}).$string(), ${JSON.stringify(change.between)})`;
    case 'date':
      return `$inZone(${text}, ${JSON.stringify(change.zone)}, ${JSON.stringify(change.picture)})`;
    case 'number':
      return `$formatNumber($number(${text}), ${JSON.stringify(change.picture)})`;
    case 'default': {
      const value = open ? `(${text})` : text;
      return `${value} != null ? ${value} : ${JSON.stringify(change.value)}`;
    }
    default:
      return `$${functions[change.do]}(${text})`;
  }
}

function pathText(keys: readonly Key[]): string {
  return keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${nameText(key)}`)).join('');
}

/** A name as a path has it: words that JSONata takes for operators or values stand in backticks like all else. */
function nameText(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !taken.has(name) ? name : `\`${name}\``;
}

const taken = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function', 'λ']);
