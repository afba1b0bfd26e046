import en from './en/machine-errors.json' with { type: 'json' };
import { fill } from './fill.ts';
import type { Catalogue, Language } from './language.ts';
import zh from './zh/machine-errors.json' with { type: 'json' };

const texts: Catalogue = { en, zh };

/**
 * What Step Functions or its JSONata says, in a language; undefined when the catalogue does not know it. Their errors
 * carry words alone, so the English text of the catalogue is the pattern by which they are known, except that JSONata
 * puts its code in front.
 */
export function machineText(message: string, language: Language): string | undefined {
  const [, code, rest] = /^([A-Z]\d{4}): ([\s\S]*)$/.exec(message) ?? [];
  if (code !== undefined && rest !== undefined) {
    const text = translated(code, rest, language);
    return text === undefined ? undefined : `${code}${language === 'zh' ? '：' : ': '}${text}`;
  }
  for (const key of Object.keys(texts.en)) {
    const text = translated(key, message, language);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What a run says, in English, when a loop has more items than it may. */
export function tooManyItems(step: string, count: number | string, limit: number): string {
  return fill(en.tooManyItems, { step, count, limit });
}

/** What a run says, in English, when what the flow reads of a loop's results is more than a step can carry; sizes in KB. */
export function resultsTooLarge(values: { size: number; limit: number; read: string }): string {
  return fill(en.resultsTooLarge, values);
}

function translated(key: string, message: string, language: Language): string | undefined {
  const template = Object.hasOwn(texts.en, key) ? texts.en[key] : undefined;
  const values = template === undefined ? undefined : holesFilled(template, message);
  if (!values) return undefined;
  // What follows is a sentence of its own.
  if (values.reason !== undefined) values.reason = machineText(values.reason, language) ?? values.reason;
  return fill(texts[language][key] ?? key, values);
}

/** The values that make the template the message. */
function holesFilled(template: string, message: string): Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = template
    .split(/\{([A-Za-z]+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part);
      return '([\\s\\S]*?)';
    })
    .join('');
  const found = new RegExp(`^${pattern}$`).exec(message);
  return found ? Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) : undefined;
}
