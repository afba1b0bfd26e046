import type { RunStep } from '../drawing/step-state.ts';

/** The steps that were reached, in the order of time. */
export function momentsOf(steps: readonly RunStep[]): RunStep[] {
  return steps
    .filter((step) => step.status !== 'skipped' && step.startedAt !== undefined)
    .sort((a, b) => timeOf(a.startedAt) - timeOf(b.startedAt));
}

/**
 * What was known when the `position`th moment (from one on) had passed: the moments up to it, those that had not ended by
 * then under way. After the last one it is the whole run, with the ways that were not taken.
 */
export function stepsAt(steps: readonly RunStep[], moments: readonly RunStep[], position: number): RunStep[] {
  if (position >= moments.length) return [...steps];
  const now = timeOf(moments[position]?.startedAt);
  return moments.slice(0, position).map((step) => {
    if (timeOf(step.endedAt) <= now && !isAround(step, moments[position]!)) return step;
    const { endedAt: _, output: _output, error: _error, ...begun } = step;
    return { ...begun, status: 'running' };
  });
}

/** Whether the other is a step of a round of this one. */
function isAround({ path }: RunStep, other: RunStep): boolean {
  return other.path.startsWith(`${path}[`);
}

/** Of a step without an end: never. */
function timeOf(at: string | undefined): number {
  return at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at);
}
