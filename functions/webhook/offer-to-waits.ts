import { awaitedKey, type EventEnvelope } from '#flows/language/event-envelope.ts';
import { answerWaits } from '#functions/runs/answer-waits.ts';
import type { Configuration } from '#functions/store/configuration.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { putVerdicts } from '#functions/store/verdict.ts';

/** Returns a function that hands an event at a flow's own address, which does not take the bus, to runs that wait for it. */
export function offerToWaits(now: () => number = Date.now) {
  const place = listPlace('verdicts');
  return async (event: EventEnvelope, settings: Configuration): Promise<void> => {
    const key = awaitedKey(event.type, undefined, event.flow ?? '');
    if (!(await settings.awaited()).has(key)) return;
    const answered = await answerWaits(key, event, now());
    if (answered.length > 0) await putVerdicts(answered, place);
  };
}
