import { makeProblem } from '#flows/language/make-problem.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { type ProblemCode, type ProblemParams, problemTexts } from '#flows/language/problems.generated.ts';
import type { Part, Place } from './locate.ts';

/** Takes findings down, each with its place. */
export type Report = <C extends ProblemCode>(code: C, params: ProblemParams[C], pointer: Pointer, part?: Part) => void;

/** Findings of one severity that a list tells one by one. */
const most = 100;

/** Returns a list of findings and the function that adds to it; findings beyond a hundred of a kind are only counted. */
export function collectProblems(place: Place): { problems: Problem[]; report: Report } {
  const problems: Problem[] = [];
  const told = { error: 0, warning: 0, info: 0 };
  let more: Problem | undefined;
  return {
    problems,
    report: (code, params, pointer, part) => {
      if (++told[problemTexts[code].severity] <= most) {
        problems.push(makeProblem(code, params, place(pointer, part)));
        return;
      }
      if (!more) {
        more = moreFindings(0, place([]));
        problems.push(more);
      }
      more.params.count = (more.params.count as number) + 1;
    },
  };
}

/** Findings of several lists in one: what was only counted comes last, in one number. */
export function inOneList(...lists: Problem[][]): Problem[] {
  const all = lists.flat();
  const counted = all.filter(({ code }) => code === 'moreFindings');
  if (counted.length === 0) return all;
  const count = counted.reduce((sum, { params }) => sum + (params.count as number), 0);
  return [...all.filter(({ code }) => code !== 'moreFindings'), moreFindings(count, counted[0]!)];
}

/** Those of a list that are told, and how many are not. */
export function shortList<T>(list: T[], place: Place): { told: T[]; rest: Problem[] } {
  const rest = list.length - most;
  return { told: list.slice(0, most), rest: rest > 0 ? [moreFindings(rest, place([]))] : [] };
}

function moreFindings(count: number, place: ReturnType<Place>): Problem {
  return makeProblem('moreFindings', { count }, place);
}
