import type { Concurrency } from '#flows/compiler/compiled.ts';

/** A run and its place in the line, which sorts as their events do; absent where it never stood in one. */
export interface Placed {
  run: string;
  place?: string;
}

/** A run that may be under way, and until when at most (milliseconds since 1970). */
export interface Holder extends Placed {
  until: number;
}

/** Who may start now, and who is to be stopped so that others may. */
export interface GateDecision {
  /** Holders whose time is not over. */
  held: Holder[];
  start: string[];
  stop: string[];
}

/**
 * Decides who goes through a gate that lets `max` runs be under way. `line` are those that wait, oldest first. With
 * `replace` the newest go on, whether they run or wait, and each of the others is stopped: so is one whose event was
 * delivered late, after a newer one. A newer one starts when an older one has gone. `now` in milliseconds since 1970.
 */
export function decideGate(
  { max, whenFull }: Pick<Concurrency, 'max' | 'whenFull'>,
  holders: readonly Holder[],
  line: readonly Placed[],
  now: number,
): GateDecision {
  const held = holders.filter(({ until }) => until > now);
  const room = Math.max(0, max - held.length);
  const waiting = line.map(({ run }) => run);
  if (whenFull !== 'replace') return { held, start: waiting.slice(0, room), stop: [] };
  const all = [...held, ...line].sort(byPlace).map(({ run }) => run);
  const stop = all.slice(0, Math.max(0, all.length - max));
  const going = waiting.filter((run) => !stop.includes(run));
  return { held, start: going.slice(0, room), stop };
}

function byPlace({ place: a = '' }: Placed, { place: b = '' }: Placed): number {
  return a < b ? -1 : Number(a > b);
}
