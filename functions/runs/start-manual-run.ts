import { randomUUID } from 'node:crypto';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { Json } from '#flows/language/json.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { claimRun, getRunItem } from '#functions/store/run.ts';
import { readSettings } from '#functions/store/settings.ts';
import { subscriptionOfFlow } from '#functions/store/subscription.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { countRuns } from '#functions/store/week.ts';
import { enterGate, isLimited } from './enter-gate.ts';
import { executionInput } from './execution-input.ts';
import { newRun } from './new-run.ts';
import { passGate } from './pass-gate.ts';
import { startOrQueue } from './start-or-queue.ts';

/** Where a run that a person starts comes from. */
export interface Cause {
  /** The run or event that is repeated. */
  causedBy?: string;
  /** Trigger that the run shows, `core.manual` unless told. */
  trigger?: string;
  connection?: string;
  /** Names what may happen only once; a second start of the same name does nothing. */
  once?: string;
}

/**
 * Starts the published version of a flow with `data` as `$trigger`, whatever its conditions say, also while it is
 * paused. Returns the run's id, undefined when the flow is not published or
 * was started `once` before; AppError 413 when the data are too large.
 * A run whose start fails stays queued, and the sweeper starts it. `now` in milliseconds since 1970.
 */
export async function startManualRun(
  flow: string,
  data: Json,
  now: number,
  { trigger = 'core.manual', connection, causedBy, once }: Cause = {},
): Promise<string | undefined> {
  const [listener, settings] = await Promise.all([subscriptionOfFlow(flow), readSettings()]);
  if (!listener) return undefined;
  const event: EventEnvelope = {
    id: `core:${flow}:${once ?? `manual-${randomUUID()}`}`,
    source: 'core',
    type: trigger,
    time: new Date(now).toISOString(),
    connection: connection ?? null,
    flow,
    ...(causedBy !== undefined && { causedBy }),
    data,
  };
  const run = newRun(listener, event, [], now);
  // Whoever claimed it may have died before its start: then the sweeper starts it.
  if (once !== undefined && (await getRunItem(run.id))) return undefined;
  // Refused before there is a run.
  executionInput(run, settings.env);
  if (isLimited(listener)) {
    const { outcome, gate } = await enterGate(listener, run, { delivery: event.id, env: settings.env, now });
    if (outcome === 'exists') return undefined;
    if (outcome === 'full') throw new AppError(409, 'full');
    await passGate(run.id, { id: gate, whenFull: listener.concurrency.whenFull }, now);
    return run.id;
  }
  const claim = await claimRun(run, event.id, await listPlace('runs')(flow, run.startedAt), now, 'byNobody');
  if (claim !== 'won' && claim !== 'again') return undefined;
  await startOrQueue(run, settings.env, now);
  if (run.type === 'EXPRESS') await countRuns(flow, run.startedAt, { succeeded: 1 });
  return run.id;
}
