import type { GatePlace } from '#functions/store/run.ts';
import { followUp } from './follow-up.ts';
import { letThrough, startGranted } from './let-through.ts';

/** Lets through a gate whoever may go, after `leaving` has left it. `now` in milliseconds since 1970. */
export async function turnGate(gate: string, now: number, leaving?: string): Promise<void> {
  await followUp(await letThrough(gate, now, leaving), now);
}

/** Starts a run that was let through its gate. `now` in milliseconds since 1970. */
export async function startPassed(id: string, now: number): Promise<void> {
  await followUp(await startGranted(id, now), now);
}

/** Leads on a run that has entered a gate: where there is no line it went through at once, else its turn comes. */
export async function passGate(
  run: string,
  { id, whenFull }: Pick<GatePlace, 'id' | 'whenFull'>,
  now: number,
): Promise<void> {
  await (whenFull === 'skip' ? startPassed(run, now) : turnGate(id, now));
}
