/** Milliseconds for which whoever starts a run, or makes a call, holds it, unless the lease is renewed. */
export const leaseTime = 10_000;

/** Milliseconds by which the clock of a holder may be ahead of ours. */
const ahead = 50_000;

/**
 * Whether the holder of a lease until `until` is taken for alive, which was `given` for so many milliseconds. One that
 * seems to hold for longer than any clock explains was taken before the clock was set back. Milliseconds since 1970.
 */
export function isHeld(until: number, now: number, given = leaseTime): boolean {
  return until > now && until < now + given + ahead;
}

/**
 * What becomes of a delivery whose run was claimed before. `takeOver`: it starts the run, since its claimant gave up or
 * died. `busy`: somebody else is starting it. `started`: this very delivery has been dealt with. `duplicate`: another
 * delivery of the same event has.
 */
export function decideStart(
  run: { delivery: string; open: boolean; lease: number },
  delivery: string,
  now: number,
): 'takeOver' | 'busy' | 'started' | 'duplicate' {
  if (run.delivery !== delivery) return 'duplicate';
  if (!run.open) return 'started';
  return isHeld(run.lease, now) ? 'busy' : 'takeOver';
}

/**
 * What becomes of a try whose action was claimed before. `again`: the try before told how it failed. `uncertain`: it
 * never told how it ended. `busy`: another invocation is making the call. `done`: it has succeeded.
 */
export function decideCall(
  { status, claimedUntil }: { status: 'claimed' | 'succeeded' | 'failed'; claimedUntil: number },
  now: number,
): 'again' | 'uncertain' | 'busy' | 'done' {
  if (status === 'succeeded') return 'done';
  if (status === 'failed') return 'again';
  return isHeld(claimedUntil, now) ? 'busy' : 'uncertain';
}
