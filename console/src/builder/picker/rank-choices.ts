import { pinyinInitials } from './pinyin-initials.ts';
import type { StepChoice } from './step-choice.ts';

/**
 * The choices that fit what was typed, best first: each word of it must be found, in the title, in the names in either
 * language, by the initials of the pinyin, or in the sentence. Without a word all of them, in their order.
 */
export function rankChoices(choices: readonly StepChoice[], query: string): StepChoice[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return choices
    .map((choice) => ({ choice, rank: Math.max(0, ...words.map((word) => rankOf(choice, word))) }))
    .filter(({ rank }) => rank < nowhere)
    .sort((a, b) => a.rank - b.rank)
    .map(({ choice }) => choice);
}

const nowhere = 9;

/** Lower is better; `nowhere` when the word is not found. */
function rankOf({ title, about, words }: StepChoice, word: string): number {
  const names = [title, ...words].map((name) => name.toLowerCase());
  if (names[0]!.startsWith(word)) return 0;
  if (names.some((name) => name.startsWith(word))) return 1;
  if (names.some((name) => startsAWord(name, word))) return 2;
  if (names.some((name) => pinyinInitials(name).startsWith(word))) return 3;
  if (names.some((name) => name.includes(word))) return 4;
  if (names.some((name) => pinyinInitials(name).includes(word))) return 5;
  return about.toLowerCase().includes(word) ? 6 : nowhere;
}

function startsAWord(name: string, word: string): boolean {
  return name.split(/[\s./:_-]+/).some((part) => part.startsWith(word));
}
