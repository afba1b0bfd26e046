import type { Concurrency } from '#flows/compiler/compiled.ts';

/** A run that may be under way, and until when at most (milliseconds since 1970). */
export interface Holder {
  run: string;
  until: number;
}

/** Who may start now, and who is to be stopped so that others may. */
export interface GateDecision {
  /** Holders whose time is not over, oldest first. */
  held: Holder[];
  start: string[];
  stop: string[];
}

/**
 * Decides who goes through a gate that lets `max` runs be under way. `line` are those that wait, oldest first. With
 * `replace` the newest go on, and of the others each is stopped, whether it runs or waits; a newer one starts when an
 * older one has gone. `now` in milliseconds since 1970.
 */
export function decideGate(
  { max, whenFull }: Pick<Concurrency, 'max' | 'whenFull'>,
  holders: readonly Holder[],
  line: readonly string[],
  now: number,
): GateDecision {
  const held = holders.filter(({ until }) => until > now);
  const room = Math.max(0, max - held.length);
  if (whenFull !== 'replace') return { held, start: line.slice(0, room), stop: [] };
  const all = [...held.map(({ run }) => run), ...line];
  const stop = all.slice(0, Math.max(0, all.length - max));
  const going = line.filter((run) => !stop.includes(run));
  return { held, start: going.slice(0, room), stop };
}
