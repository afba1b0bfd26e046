import type { Answer } from '../api/client.ts';

export type RunStep = Answer<'getRun'>['steps'][number];

/** What became of a step in a run; of a step inside a loop, of all its rounds together. */
export interface StepState {
  status: RunStep['status'];
  /** How often it was reached: more than one inside loops. */
  times: number;
  failed: number;
  /** The largest number of tries that one round took. */
  attempts: number;
  /** Milliseconds, of all rounds together; undefined when no time is known. */
  took: number | undefined;
}

const order: RunStep['status'][] = ['failed', 'running', 'stopped', 'succeeded', 'skipped'];

/** The state of every step of a run by its id: the worst status of its rounds. */
export function stepStates(steps: RunStep[], now: number): Map<string, StepState> {
  const groups = Map.groupBy(steps, (step) => step.id);
  return new Map([...groups].map(([id, rounds]) => [id, stateOf(rounds, now)]));
}

function stateOf(rounds: RunStep[], now: number): StepState {
  const reached = rounds.filter((round) => round.status !== 'skipped');
  const spans = reached.flatMap((round) => (round.startedAt ? [spanOf(round, now) ?? 0] : []));
  return {
    status: order.find((status) => rounds.some((round) => round.status === status)) ?? 'skipped',
    times: reached.length,
    failed: rounds.filter((round) => round.status === 'failed').length,
    attempts: Math.max(0, ...rounds.map((round) => round.attempts)),
    took: spans.length ? spans.reduce((sum, span) => sum + span, 0) : undefined,
  };
}

/** Milliseconds that a step took, up to now while it runs. */
export function spanOf(step: Pick<RunStep, 'startedAt' | 'endedAt' | 'status'>, now: number): number | undefined {
  if (!step.startedAt) return undefined;
  if (step.endedAt) return Date.parse(step.endedAt) - Date.parse(step.startedAt);
  return step.status === 'running' ? now - Date.parse(step.startedAt) : undefined;
}
