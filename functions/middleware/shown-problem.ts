import { describeProblem } from '#flows/language/describe-problem.ts';
import type { Problem } from '#flows/language/problem.ts';
import type { Language } from '#flows/text/language.ts';

/** A finding with its words, as the API answers it. */
export function shownProblem(problem: Problem, language: Language) {
  return { ...problem, pointer: [...problem.pointer], ...describeProblem(problem, language) };
}
