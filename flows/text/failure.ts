import { connectorFailures } from './connector-failures.generated.ts';
import en from './en/failures.json' with { type: 'json' };
import { fill } from './fill.ts';
import type { Catalogue, Language } from './language.ts';
import { machineText } from './machine-text.ts';
import zh from './zh/failures.json' with { type: 'json' };

/** A key of failures.json in flows/text/<language>, or of a connector's own ones. */
export type SentenceId = keyof typeof en | keyof typeof connectorFailures.en;

/** What fills a hole: a value as it is, words that exist in both languages already, or another sentence. */
export type SentenceValue = string | number | Words | Sentence;

/** The same words in both languages. */
export interface Words {
  en: string;
  zh: string;
}

/** One sentence of the catalogue with its values; a vendor's own words are a value like any other. */
export interface Sentence {
  id: SentenceId;
  params?: Readonly<Record<string, SentenceValue>>;
}

/** A failure as records keep it. `message` is the sentence in English: flows read it, and machines and logs. */
export interface Failure {
  code: string;
  message: string;
  /** Absent where the words come from elsewhere: from AWS, a flow's author, or a record of long ago. */
  sentence?: Sentence;
}

const texts: Catalogue = {
  en: { ...en, ...connectorFailures.en },
  zh: { ...zh, ...connectorFailures.zh },
};

/** The sentence as a person reads it. */
export function inWords({ id, params = {} }: Sentence, language: Language): string {
  const values = Object.entries(params).map(([name, value]) => [name, wordOf(value, language)]);
  return fill(texts[language][id] ?? id, Object.fromEntries(values));
}

/** A failure of that class or code, told by a sentence. */
export function failure<C extends string>(code: C, sentence: Sentence): Failure & { code: C } {
  return { code, message: inWords(sentence, 'en'), sentence };
}

/**
 * What a failure says in a language. A state machine carries words alone: without a sentence they are looked for in the
 * catalogues, and shown as they are when nobody knows them.
 */
export function failureText({ message, sentence }: Failure, language: Language): string {
  if (language === 'en') return message;
  if (sentence && Object.hasOwn(texts.en, sentence.id)) return inWords(sentence, language);
  const id = Object.keys(texts.en).find((key) => texts.en[key] === message);
  return (id === undefined ? machineText(message, language) : texts[language][id]) ?? message;
}

function wordOf(value: SentenceValue, language: Language): string | number {
  if (typeof value !== 'object') return value;
  return 'id' in value ? inWords(value, language) : value[language];
}
