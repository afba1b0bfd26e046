import type { z } from 'zod';
import type { Handle } from './call.ts';
import { compiler } from './compile-text.ts';
import type { Api } from './router.ts';
import { shownProblem } from './shown-problem.ts';

type Compiled = z.input<Api['validateFlow']['response']>['compiled'];

/** Checks a text without saving it. */
export const validateFlow: Handle<'validateFlow'> = async ({ body, language }) => {
  const { problems, compiled } = await (await compiler())(body);
  return {
    findings: problems.map((problem) => shownProblem(problem, language)),
    ...(compiled && { compiled: compiled as unknown as Compiled }),
  };
};
