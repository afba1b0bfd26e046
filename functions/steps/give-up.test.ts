import { afterAll, beforeAll, expect, it } from 'vitest';
import { awaitedKey } from '#flows/language/event-envelope.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { getAwaited } from '#functions/store/awaited-step.ts';
import { getRun } from '#functions/store/run.ts';
import { waitsFor } from '#functions/store/wait.ts';
import { startFunctions } from '#test/support/functions.ts';
import { handler } from './handler.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let run: string;

beforeAll(async () => {
  millrace = await startFunctions();
  await millrace.publish('id: called\ntrigger: { use: core.manual }\nsteps: [{ id: nap, wait: { for: 2h } }]');
  await millrace.publish('id: asks\ntrigger: { use: core.manual }\nsteps: [{ id: nap, wait: { for: 2h } }]');
  run = (await startManualRun('asks', {}, Date.now())) as string;
});
afterAll(() => millrace.stop());

const ask = (payload: JsonObject) =>
  handler({ run, flow: 'asks', ...payload }, {} as never).then(
    (answer) => ({ answer }),
    ({ name }: Error) => ({ name }),
  );
const given = { status: 'failed', by: 'time', error: { code: 'Timeout' } };

// The machine gives a step up whose call it never heard of; the call may have been under way all the time.
it.each<[string, JsonObject, object]>([
  ['call', { operation: 'core.call', call: 'called', input: {}, token: 'late' }, { name: 'Millrace.Again' }],
  ['wait for an event', { operation: 'core.wait', input: { event: 'core.webhook' }, token: 'late' }, { answer: {} }],
  ['wait for a callback', { operation: 'core.callback', token: 'late' }, { answer: {} }],
])('a %s that begins after its step was given up begins nothing', async (name, late, told) => {
  const place = { step: name.replaceAll(' ', '_'), path: name.replaceAll(' ', '_') };
  expect(await ask({ ...place, operation: 'core.giveUp' })).toEqual({ name: 'Timeout' });
  expect(await getAwaited(run, place.path)).toMatchObject(given);

  expect(await ask({ ...place, ...late })).toEqual(told);
  expect(await getAwaited(run, place.path)).toMatchObject(given);
  expect((await millrace.api('GET', '/api/runs?flow=called')).items).toEqual([]);
  expect(await waitsFor(awaitedKey('core.webhook', undefined, 'asks'))).toEqual([]);
  expect(await ask({ ...place, operation: 'core.giveUp' })).toEqual({ name: 'Timeout' });
  expect((await getRun(run))?.status).toBe('running');
});
