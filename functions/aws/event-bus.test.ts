import type { PutEventsCommand, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, it } from 'vitest';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { faults, faultyOperations } from '#infra/local/faults/faults.ts';
import { provideClients } from './clients.ts';
import { EventTooLarge, eventBus } from './event-bus.ts';

process.env.MILLRACE_BUS = 'millrace';

/** Ids of the events that the bus took, and how many entries each call had. */
const taken: string[] = [];
const calls: number[] = [];

beforeEach(() => {
  taken.length = 0;
  calls.length = 0;
});

type Entry = PutEventsRequestEntry;
const idOf = ({ Detail }: Entry) => (JSON.parse(Detail!) as { id: string }).id;

/** A bus that refuses the entries of which `refuses` holds, by the how manieth call it is. */
function busThat(refuses: (id: string, call: number) => boolean): void {
  const PutEvents = async ({ Entries = [] }: { Entries?: Entry[] }) => {
    calls.push(Entries.length);
    const answers = Entries.map((entry) => {
      if (refuses(idOf(entry), calls.length))
        return { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
      taken.push(idOf(entry));
      return { EventId: idOf(entry) };
    });
    return { Entries: answers, FailedEntryCount: answers.filter((one) => 'ErrorCode' in one).length };
  };
  provideClients({ eventbridge: inProcessClient({ PutEvents }) });
}

const event = (id: string, data: object = {}): EventEnvelope =>
  ({ id, source: 'x', type: 'x.y', time: '2026-11-20T00:00:00Z', connection: null, data }) as EventEnvelope;

const ids = Array.from({ length: 10 }, (_, n) => `e${n}`);
const outcome = (put: Promise<void>) =>
  put.then(
    () => 'taken',
    (error: Error) => error.message,
  );

it('sends again only what the bus refused of a call, and each event resolves when it is taken', async () => {
  busThat((id, call) => call === 1 && ['e3', 'e7'].includes(id));
  const put = eventBus();
  const order: string[] = [];
  await Promise.all(ids.map((id) => put(event(id)).then(() => order.push(id))));
  expect(calls).toEqual([10, 2]);
  expect(taken).toHaveLength(10);
  expect(order.slice(-2)).toEqual(['e3', 'e7']);
});

it('rejects what is refused in every try, and nothing that came with it', async () => {
  busThat((id) => id === 'e4');
  const put = eventBus();
  const outcomes = await Promise.all(ids.map((id) => outcome(put(event(id)))));
  expect(outcomes[4]).toBe('The bus did not take the event: ThrottlingException: Rate exceeded');
  expect(outcomes.filter((one) => one === 'taken')).toHaveLength(9);
  expect([...taken].sort()).toEqual(ids.filter((id) => id !== 'e4'));
  expect(calls).toEqual([10, 1, 1, 1, 1, 1]);
});

it('refuses what the bus cannot carry, and takes what came beside it', async () => {
  busThat(() => false);
  const put = eventBus();
  const large = put(event('large', { text: 'x'.repeat(262_144) }));
  await expect(large).rejects.toBeInstanceOf(EventTooLarge);
  await put(event('small'));
  expect(taken).toEqual(['small']);
});

it('loses no event on a bus that throttles, breaks, loses answers and takes parts', async () => {
  const PutEvents = async ({ Entries = [] }: PutEventsCommand['input']) => {
    taken.push(...Entries.map(idOf));
    return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'x' })) };
  };
  const wrong = faults({ seed: 1, share: 0.4, longestDelay: 5 });
  provideClients({ eventbridge: inProcessClient(faultyOperations(wrong, 'events', { PutEvents })) });
  const put = eventBus();
  const many = Array.from({ length: 200 }, (_, n) => `m${n}`);
  await Promise.all(many.map((id) => put(event(id))));
  expect([...new Set(taken)].sort()).toEqual(many.sort());
  expect(Object.keys(wrong.counts())).toContain('events.PutEvents partial');
});
