import type { DrawnStep } from './drawing.ts';

/** The card that an arrow key leads to from another: the nearest on that side. Undefined where there is none. */
export function neighbour(steps: readonly DrawnStep[], from: string | undefined, key: string): string | undefined {
  if (key === 'Home') return steps[0]?.id;
  if (key === 'End')
    return steps.reduce<DrawnStep | undefined>((low, step) => (low && low.y >= step.y ? low : step), undefined)?.id;
  const start = steps.find(({ id }) => id === from);
  if (!start) return steps[0]?.id;
  const upright = key === 'ArrowUp' || key === 'ArrowDown';
  const sign = key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 1;
  let best: { id: string; apart: number } | undefined;
  for (const step of steps) {
    const dx = step.x + step.width / 2 - start.x - start.width / 2;
    const dy = step.y - start.y;
    const along = sign * (upright ? dy : dx);
    // What stands straight ahead goes before what is a little nearer aside.
    const apart = along + 3 * Math.abs(upright ? dx : dy);
    if (along > 0 && (!best || apart < best.apart)) best = { id: step.id, apart };
  }
  return best?.id;
}
