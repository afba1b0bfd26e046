import type { Evaluate } from '#flows/expression/host.ts';
import type { Json } from '#flows/language/json.ts';
import { enterLine, gateId, linePlace } from '#functions/store/gate.ts';
import type { Run } from '#functions/store/run.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import type { Write } from '#functions/store/table/table.ts';
import { judgingWork } from './judge-event.ts';
import { evaluatorOf } from './workshop.ts';

/** A flow that limits how many of its runs are under way. */
export type LimitedFlow = Subscription & Required<Pick<Subscription, 'concurrency'>>;

/** Whether the flow limits how many of its runs are under way. */
export function isLimited(listener: Subscription): listener is LimitedFlow {
  return listener.concurrency !== undefined;
}

/**
 * Claims a run of such a flow: it waits at the gate of its key until `turnGate` lets it through. `full`: the flow skips
 * events for which there is no room. `exists`: somebody had claimed the run before. `now` in milliseconds since 1970.
 */
export async function enterGate(
  listener: LimitedFlow,
  run: Run,
  {
    delivery,
    env,
    now,
    more,
    evaluate = evaluatorOf(run.flow),
  }: { delivery: string; env: Record<string, string>; now: number; more?: Write[]; evaluate?: Evaluate },
): Promise<{ outcome: 'entered' | 'full' | 'exists'; gate: string }> {
  const { max, whenFull } = listener.concurrency;
  const id = gateId(run.flow, await concurrencyKey(listener, run, env, evaluate));
  const gate = { id, max, whenFull, line: linePlace(run.eventAt, run.startedAt, run.id) };
  const queued = { ...run, status: 'queued' as const, tied: true as const, gate };
  const listPk = await listPlace('runs')(run.flow, run.startedAt);
  const outcome = await enterLine(queued, { delivery, listPk, now, ...(more && { more }) });
  return { outcome, gate: id };
}

// A run without a key is nobody else's: it neither waits for others nor is taken for one of them.
async function concurrencyKey(
  { concurrency }: LimitedFlow,
  run: Run,
  env: Record<string, string>,
  evaluate: Evaluate,
): Promise<string> {
  if (concurrency.key === undefined) return '';
  const bindings = { trigger: run.data, env, flow: { id: run.flow, name: run.flowName, version: run.version } };
  try {
    const allowance = { spent: 0, most: judgingWork };
    const context = { now: Date.parse(run.eventAt), random: () => 0, allowance };
    const key: Json | undefined = await evaluate(concurrency.key, bindings, context);
    if (key === undefined || key === null || key === '') return run.id;
    return typeof key === 'string' ? key : JSON.stringify(key);
  } catch {
    return run.id;
  }
}
