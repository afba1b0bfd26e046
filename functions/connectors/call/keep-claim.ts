import { type EffectClaim, renewClaim } from '#functions/store/effect.ts';
import { leaseTime } from '#functions/store/lease.ts';

/** Renews a claim for as long as its call takes; calls that are over soon cost nothing. `done` ends it. */
export function keepClaim(claim: EffectClaim): { done(): Promise<void> } {
  let renewing = Promise.resolve();
  const beat = setInterval(() => {
    // A renewal that fails shows at the next one, or when the record is completed.
    renewing = renewClaim(claim, Date.now()).then(
      () => undefined,
      () => undefined,
    );
  }, leaseTime / 3);
  return {
    done() {
      clearInterval(beat);
      return renewing;
    },
  };
}
