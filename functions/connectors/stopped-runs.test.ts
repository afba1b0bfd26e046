import { expect, it } from 'vitest';
import { claimEffect } from '#functions/store/effect.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { claimRun } from '#functions/store/run.ts';
import { markStopped } from '#functions/store/stopped-runs.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { call, calls, failure, script, wrapConnectors } from '#test/support/wrapped-connectors.ts';

wrapConnectors();

async function running(digit: string): Promise<string> {
  const id = `r${digit.repeat(40)}`;
  const startedAt = new Date().toISOString();
  const common = { flow: 'f', flowName: 'f', version: 1, event: 'e', eventAt: startedAt, trigger: 't', machine: 'm' };
  const run = { id, ...common, status: 'running', startedAt, type: 'EXPRESS', deadline: 60, data: null } as const;
  await claimRun(run, 'd', await listPlace('runs')('f', startedAt), Date.now());
  return id;
}

it('a run that is stopped while its step waits for a try that died calls nothing more', async () => {
  const id = await running('6');
  const soon = Date.now() - leaseTime + 500;
  await claimEffect({ run: id, path: 'one', step: 's', operation: 'bot.send' }, soon);
  const waits = failure(call({ run: id, path: 'one' }));
  await new Promise((later) => setTimeout(later, 100));
  expect(await markStopped(id, Date.now())).toBe(true);
  expect(await waits).toMatchObject({ name: 'Conflict', message: 'The run was stopped.' });
  expect(calls).toHaveLength(0);
});

it('a stopped run calls nothing more', async () => {
  const id = await running('5');
  script.push(
    () => ({ id: '1' }),
    () => ({ id: '2' }),
  );
  expect(await call({ run: id, path: 'one' })).toEqual({ id: '1' });
  expect(await markStopped(id, Date.now())).toBe(true);
  await new Promise((later) => setTimeout(later, 10));
  expect(await failure(call({ run: id, path: 'two' }))).toMatchObject({
    name: 'Conflict',
    message: 'The run was stopped.',
  });
  expect(calls).toHaveLength(1);
});
