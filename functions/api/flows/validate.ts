import type { z } from 'zod';
import { shownProblem } from '#functions/middleware/shown-problem.ts';
import type { Handle } from '../door/call.ts';
import type { Api } from '../door/router.ts';
import { compiler } from './compile-text.ts';

type Compiled = z.input<Api['validateFlow']['response']>['compiled'];

/** Checks a text without saving it. */
export const validateFlow: Handle<'validateFlow'> = async ({ body, language }) => {
  const { problems, compiled } = await (await compiler())(body);
  return {
    findings: problems.map((problem) => shownProblem(problem, language)),
    ...(compiled && { compiled: compiled as unknown as Compiled }),
  };
};
