import { isDeepStrictEqual } from 'node:util';
import type { CompiledFlow, CompiledSchedule } from '#flows/compiler/compiled.ts';
import { subscriptionKey } from '#flows/language/event-envelope.ts';
import { scheduleTimes } from '#flows/language/schedule-times.ts';
import { bumpCatalogue } from '#functions/store/catalogue.ts';
import { type FlowHead, flowRemoval, headKey, isLive, type PublishedHead, readHead } from '#functions/store/flow.ts';
import { type Hook, newHookKey, replaceHook } from '#functions/store/hook.ts';
import { pinRemovals } from '#functions/store/pin.ts';
import { replaceSubscription, type Subscription, subscriptionOfFlow } from '#functions/store/subscription.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { transact, type Write } from '#functions/store/table/table.ts';
import { replaceUses } from '#functions/store/uses.ts';
import { noteAwaited } from '#functions/store/wait.ts';
import { type Intent, moveIntent } from './intent.ts';

const tries = 10;

/** In one transaction the flow becomes the version: its head, what it listens to, its address, the connections it uses. */
export function moveTo(
  intent: Intent,
  compiled: CompiledFlow,
  version: Pick<PublishedHead, 'version' | 'machine' | 'compiledHash' | 'textHash'>,
  now: number,
): Promise<void> {
  return move(intent, (head, before) => {
    const { subscription, schedule, type, connections } = compiled;
    const state = head.state === 'paused' ? 'paused' : 'on';
    const isWebhook = subscription.type === 'core.webhook';
    const hookKey = head.hook ?? (isWebhook ? newHookKey() : undefined);
    const published: PublishedHead = {
      ...version,
      trigger: subscription.type,
      ...(subscription.connection !== undefined && { triggerConnection: subscription.connection }),
      type,
      connections: connections.map(({ name }) => name),
      ...(schedule && { schedule, ...firesFrom(schedule, head, now) }),
    };
    const hook: Hook | undefined =
      hookKey === undefined ? undefined : hookOf(head.id, hookKey, subscription.connection);
    return [
      changeHead(head, { state, published, ...(hookKey !== undefined && { hook: hookKey }) }),
      ...replaceSubscription(before, listening(head, state, compiled, version)),
      ...replaceHook(hook, isWebhook ? hook : undefined),
      ...noteAwaited(compiled.waits ?? []),
      ...replaceUses(head.id, isLive(head) ? (head.published?.connections ?? []) : [], published.connections),
    ];
  });
}

/** In one transaction the flow is off: it listens to nothing and uses nothing; its address is kept for later. */
export function moveOff(intent: Intent): Promise<void> {
  return move(intent, (head, before) => [changeHead(head, { state: 'off' }), ...silence(head, before)]);
}

/** In one transaction the flow is gone; its versions stay for the runs that name them. */
export function moveAway(intent: Intent): Promise<void> {
  return move(intent, async (head, before) => [
    ...flowRemoval(head),
    ...(await pinRemovals(head.id)),
    ...silence(head, before),
  ]);
}

/** A rate goes on in its rhythm when the same schedule is published again; a new one begins after its first period. */
function firesFrom(schedule: CompiledSchedule, head: FlowHead, now: number): Pick<PublishedHead, 'firesFrom'> {
  const times = scheduleTimes(schedule.expression, schedule.timeZone, now);
  if (times?.kind !== 'rate') return {};
  const before = isLive(head) && isDeepStrictEqual(head.published?.schedule, schedule) && head.published?.firesFrom;
  const first = before || times.next(now);
  return first === undefined ? {} : { firesFrom: first };
}

function silence(head: FlowHead, before: Subscription | undefined): Write[] {
  const hook = head.hook === undefined ? undefined : hookOf(head.id, head.hook, undefined);
  return [
    ...replaceSubscription(before, undefined),
    ...replaceHook(hook, undefined),
    ...replaceUses(head.id, head.published?.connections ?? [], []),
  ];
}

// Somebody may save or pause the flow between reading and writing: then what is to be written is made anew.
async function move(
  intent: Intent,
  writes: (head: FlowHead, before: Subscription | undefined) => Write[] | Promise<Write[]>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [head, before] = await Promise.all([readHead(intent.flow), subscriptionOfFlow(intent.flow)]);
    if (!head) throw new Error(`The flow ${intent.flow} is gone.`);
    const wanted = await writes(head, before);
    try {
      await transact([moveIntent(intent), ...wanted, bumpCatalogue()]);
      return;
    } catch (error) {
      const headMoved = error instanceof ConditionFailed && error.index > 0;
      if (!headMoved || attempt === tries) throw error;
    }
  }
}

function changeHead(head: FlowHead, set: Partial<FlowHead>): Write {
  const { state, createdAt } = head;
  return { update: headKey(head.id), change: { set }, if: { equals: { state, createdAt } } };
}

function listening(
  head: FlowHead,
  state: 'on' | 'paused',
  { subscription, schedule, type, deadline }: CompiledFlow,
  { version, machine }: Pick<PublishedHead, 'version' | 'machine'>,
): Subscription {
  const builtIn = subscription.type.startsWith('core.');
  return {
    key: subscriptionKey(subscription.type, builtIn ? head.id : (subscription.connection ?? head.id)),
    flow: head.id,
    name: head.name,
    version,
    state,
    machine,
    type,
    deadline,
    ...(subscription.filter !== undefined && { filter: subscription.filter }),
    respond: subscription.respond,
    ...(subscription.callbacks && { callbacks: true as const }),
    ...(subscription.concurrency && { concurrency: subscription.concurrency }),
    skipHolidays: schedule?.skipHolidays ?? false,
    ...(schedule && { timeZone: schedule.timeZone }),
  };
}

function hookOf(flow: string, key: string, connection: string | undefined): Hook {
  return { key, connector: 'core', flow, ...(connection !== undefined && { connection }) };
}
