import { makeProblem } from '#flows/language/make-problem.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import type { ProblemCode, ProblemParams } from '#flows/language/problems.generated.ts';
import type { Part, Place } from './locate.ts';

/** Takes findings down, each with its place. */
export type Report = <C extends ProblemCode>(code: C, params: ProblemParams[C], pointer: Pointer, part?: Part) => void;

/** Returns a list of findings and the function that adds to it. */
export function collectProblems(place: Place): { problems: Problem[]; report: Report } {
  const problems: Problem[] = [];
  return {
    problems,
    report: (code, params, pointer, part) => {
      problems.push(makeProblem(code, params, place(pointer, part)));
    },
  };
}
