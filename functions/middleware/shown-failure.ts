import { type Failure, inWords, type Sentence, type SentenceValue } from '#flows/text/failure.ts';
import type { Redact } from './redact.ts';

/** Characters of a failure's sentence, and of one value in it. */
const longest = 2000;
const longestValue = 300;

/** The failure with its secrets hidden, and not too long. */
export function shownFailure({ code, message, sentence }: Failure, redact: Redact): Failure {
  const short = (text: string, most: number) => {
    const safe = redact(text);
    return safe.length <= most ? safe : `${safe.slice(0, most)}…`;
  };
  const shown = sentence && shownSentence(sentence);
  return { code, message: short(shown ? inWords(shown, 'en') : message, longest), ...(shown && { sentence: shown }) };

  function shownSentence({ id, params }: Sentence): Sentence {
    if (!params) return { id };
    return { id, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shownValue(value)])) };
  }

  function shownValue(value: SentenceValue): SentenceValue {
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return short(value, longestValue);
    if ('id' in value) return shownSentence(value);
    return { en: short(value.en, longestValue), zh: short(value.zh, longestValue) };
  }
}
