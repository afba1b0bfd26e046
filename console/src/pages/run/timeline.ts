import type { Answer } from '../../api/client.ts';
import type { RunStep } from '../../drawing/step-state.ts';

export interface Bar {
  id: string;
  path: string;
  /** `3` for the third round of a loop; empty outside loops. */
  round: string;
  status: RunStep['status'];
  /** Shares of the run's time, 0 to 1. */
  from: number;
  to: number;
  /** Milliseconds. */
  took: number;
}

const most = 200;

/** The steps that took time, in the order they began; steps that only compute are left out. */
export function timelineOf(run: Pick<Answer<'getRun'>, 'startedAt' | 'endedAt' | 'steps'>, now: number): Bar[] {
  const start = Date.parse(run.startedAt);
  const length = Math.max(1, (run.endedAt ? Date.parse(run.endedAt) : now) - start);
  const share = (time: number) => Math.min(1, Math.max(0, (time - start) / length));
  return run.steps
    .flatMap((step) => {
      if (!step.startedAt || step.status === 'skipped') return [];
      const began = Date.parse(step.startedAt);
      const ended = step.endedAt ? Date.parse(step.endedAt) : step.status === 'running' ? now : began;
      const timed = step.kind === 'action' || step.kind === 'wait' || step.kind === 'call' || step.status === 'failed';
      if (!timed && ended - began < 5) return [];
      const round = [...step.path.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]) + 1).join('.');
      const bar: Bar = {
        id: step.id,
        path: step.path,
        round,
        status: step.status,
        from: share(began),
        to: share(ended),
        took: ended - began,
      };
      return [bar];
    })
    .sort((a, b) => a.from - b.from)
    .slice(0, most);
}
