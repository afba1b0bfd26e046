import { persist } from '#functions/aws/persist.ts';
import { completeEffect, type EffectClaim, type EffectEnd } from '#functions/store/effect.ts';

/** Milliseconds for which this process goes on trying once the machine has its answer. */
const afterwards = 10 * 60_000;

/**
 * Writes how a call ended, again and again whatever AWS says, until `answerBy` (milliseconds since 1970). False when it
 * is unwritten by then: the step goes on with its outcome, for the call was made, and the writing goes on beside it for
 * as long as this process lives.
 */
export async function recordOutcome(claim: EffectClaim, end: EffectEnd, answerBy: number): Promise<boolean> {
  const writing = persist(() => completeEffect(claim, end), { until: answerBy + afterwards, isPassing: () => true });
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(late.resolve, Math.max(1, answerBy - Date.now()), false);
  try {
    return await Promise.race([
      writing.then(
        () => true,
        () => false,
      ),
      late.promise,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
