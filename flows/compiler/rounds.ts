import type { RepeatStep } from '#flows/language/steps/repeat.ts';

/** Rounds that a repeat may make: with a step in each, as many as the history of a run holds. */
export const mostRounds = 1000;

/** The most rounds a repeat makes; undefined when only the run will tell. */
export function knownRounds({ every, atMost }: RepeatStep): number | undefined {
  if (typeof every !== 'number' || typeof atMost !== 'number') return undefined;
  return Math.ceil(Math.max(1, atMost) / Math.max(1, every)) + 1;
}
