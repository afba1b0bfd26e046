import { logLine } from '#functions/middleware/log-line.ts';
import { turnGate } from '#functions/runs/pass-gate.ts';
import { evaluatesApart, evaluatorOf } from '#functions/runs/workshop.ts';
import { configuration } from '#functions/store/configuration.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { putVerdicts } from '#functions/store/verdict.ts';
import { countRuns } from '#functions/store/week.ts';
import { lead } from './lead.ts';
import { addOutcome, type Led, nothingYet, StartedElsewhere } from './leading.ts';
import { patiently, withLateNotice } from './patient.ts';
import { type QueueAnswer, type QueueBatch, readDelivery } from './queue-batch.ts';

/** Returns a function that leads each event of a batch to the flows that listen, and tells which are to come again. */
export function dispatcher(now: () => number = Date.now) {
  const current = configuration();
  const runPlace = listPlace('runs');
  const verdictPlace = listPlace('verdicts');
  const within = patiently<Led>();

  return async ({ Records }: QueueBatch): Promise<QueueAnswer> => {
    const configured = await current();
    const batch = nothingYet();
    const failed: string[] = [];
    await Promise.all(
      Records.map(async ({ messageId, body }) => {
        try {
          const led = await within(messageId, (late) => {
            const evaluators = (flow: string) =>
              evaluatesApart() ? withLateNotice(evaluatorOf(flow), late) : evaluatorOf(flow);
            const leading = { ...nothingYet(), configured, evaluatorOf: evaluators, runPlace, now };
            return lead(readDelivery(body), leading);
          });
          // Nothing is wrong: its expressions take their time, and others need not wait for them.
          if (!led) return void failed.push(messageId);
          addOutcome(batch, led.done);
          if (led.done.broken) throw led.done.broken;
        } catch (error) {
          failed.push(messageId);
          logFailure(messageId, error as Error);
        }
      }),
    );
    const at = new Date(now()).toISOString();
    // Runs in line are safe there: a gate that cannot be turned now is turned by the sweeper.
    await Promise.allSettled([...batch.gates].map((gate) => turnGate(gate, now())));
    await Promise.all([
      putVerdicts(batch.verdicts, verdictPlace),
      ...[...batch.begun].map(([flow, succeeded]) => countRuns(flow, at, { succeeded })),
    ]);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function logFailure(messageId: string, error: Error): void {
  const level = error instanceof StartedElsewhere ? 'DEBUG' : 'WARN';
  logLine(level, 'dispatch', { messageId, error: error.name, reason: error.message });
}
