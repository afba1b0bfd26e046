import type { ChildList } from '#flows/language/step-kind.ts';
import type { App } from '../app/app.svelte.ts';
import type { DrawnLabel } from './drawing.ts';

const words = new Map<string, DrawnLabel['word']>([
  ['then', 'yes'],
  ['else', 'no'],
  ['default', 'otherwise'],
  ['try', 'tried'],
  ['catch', 'failed'],
  ['onError', 'failed'],
]);

/** What a list of steps inside a step is called: a word to be looked up, or its own name. Nothing for the steps of a loop. */
export function branchLabel({ path: [field = '', name] }: Pick<ChildList, 'path'>): Pick<DrawnLabel, 'text' | 'word'> {
  if (name !== undefined) return { text: name };
  const word = words.get(field);
  return word ? { word } : field === 'do' ? {} : { text: field };
}

/** The same in words; undefined for the steps of a loop. */
export function branchWords(t: App['t'], { word, text }: Pick<DrawnLabel, 'text' | 'word'>): string | undefined {
  return word ? t(`drawing.${word}`) : text;
}
