import type { JudgedCondition } from '#flows/compiler/trigger/verdict.ts';
import type { Json } from '#flows/language/json.ts';
import type { Language } from '#flows/text/language.ts';
import type { RecomputedStep } from './describe-steps.ts';
import { shownCondition, shownError } from './shown-error.ts';

/** A step of a run as people see it: errors and judged conditions in their language. */
export function shownStep({ tries, error, output, ...step }: RecomputedStep, language: Language) {
  return {
    ...step,
    ...(output !== undefined && { output: step.kind === 'if' ? decision(output, language) : output }),
    ...(tries && {
      tries: tries.map(({ error: failure, startedAt, endedAt }) => ({
        startedAt,
        ...(endedAt !== undefined && { endedAt }),
        ...(failure && { error: shownError(failure, language) }),
      })),
    }),
    ...(error && { error: shownError(error, language) }),
  };
}

/** `{ branch, conditions }` */
function decision(output: Json, language: Language): Json {
  const { branch, conditions } = output as { branch?: Json; conditions?: unknown };
  if (!Array.isArray(conditions)) return output;
  const shown = (conditions as JudgedCondition[]).map((condition) => shownCondition(condition, language));
  return { branch: branch ?? null, conditions: shown as unknown as Json };
}
