import type { Pointer, Problem } from '#flows/language/problem.ts';
import type { ProblemText } from '#flows/language/problem-catalogue.ts';

/**
 * What the compiler finds at a path, in words; undefined when nothing. `path` leads from the document's root; with
 * `deep` what is inside the value counts, too. What is missing is told at the place where it is to be.
 */
export function findingAt(
  problems: readonly Problem[],
  path: Pointer,
  { deep, severity, say }: { deep: boolean; severity: Problem['severity']; say: (problem: Problem) => ProblemText },
): string | undefined {
  const found = problems.find((problem) => {
    const place = placeOf(problem);
    const fits = deep ? place.length >= path.length : place.length === path.length;
    return problem.severity === severity && fits && path.every((key, index) => String(place[index]) === String(key));
  });
  if (!found) return undefined;
  const { message, help } = say(found);
  return [message, help].filter(Boolean).join(' ').replaceAll('`', '');
}

function placeOf({ code, pointer, params }: Problem): Pointer {
  return code === 'missingField' && params.field !== undefined ? [...pointer, params.field] : pointer;
}
