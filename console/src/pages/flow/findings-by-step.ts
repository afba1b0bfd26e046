import type { Problem } from '#flows/language/problem.ts';
import { triggerId } from '../../drawing/draw-flow.ts';

/** The worst finding of each step; those of the trigger stand under `$trigger`. */
export function findingsByStep(problems: Problem[]): Map<string, 'error' | 'warning'> {
  const found = new Map<string, 'error' | 'warning'>();
  for (const { severity, step, pointer } of problems) {
    const id = step ?? (pointer[0] === 'trigger' ? triggerId : undefined);
    if (id === undefined || severity === 'info' || found.get(id) === 'error') continue;
    found.set(id, severity);
  }
  return found;
}
