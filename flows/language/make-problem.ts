import type { Problem } from './problem.ts';
import { type ProblemCode, type ProblemParams, problemTexts } from './problems.generated.ts';

/** Characters of a name or value in a message. */
const longest = 300;

/** Returns the problem `code` of problems.md with its severity, its holes filled by `params`, at the given place. */
export function makeProblem<C extends ProblemCode>(
  code: C,
  params: ProblemParams[C],
  place: Pick<Problem, 'pointer' | 'position' | 'step' | 'field'>,
): Problem {
  const { pointer, position, step, field } = place;
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, shortened(value)]],
  );
  return {
    code,
    severity: problemTexts[code].severity,
    params: Object.fromEntries(given) as Problem['params'],
    pointer,
    ...(position && { position }),
    ...(step !== undefined && { step }),
    ...(field !== undefined && { field }),
  };
}

// A message must stay readable whatever an author wrote.
function shortened(value: string | number): string | number {
  return typeof value === 'string' && value.length > longest ? `${value.slice(0, longest)}…` : value;
}
