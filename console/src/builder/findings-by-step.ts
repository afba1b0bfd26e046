import type { Problem } from '#flows/language/problem.ts';
import { triggerId } from '../drawing/draw-flow.ts';

/** The worst finding of each step; those of the trigger stand under `$trigger`. */
export function findingsByStep(problems: Problem[]): Map<string, 'error' | 'warning'> {
  const found = new Map<string, 'error' | 'warning'>();
  for (const problem of problems) {
    const id = stepOf(problem);
    const { severity } = problem;
    if (id === undefined || severity === 'info' || found.get(id) === 'error') continue;
    found.set(id, severity);
  }
  return found;
}

/** The step that a finding is about, `$trigger` for the trigger; undefined for the flow itself. */
export function stepOf({ step, pointer }: Pick<Problem, 'step' | 'pointer'>): string | undefined {
  return step ?? (pointer[0] === 'trigger' ? triggerId : undefined);
}
