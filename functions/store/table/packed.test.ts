import { expect, it } from 'vitest';
import { runKey } from '../run.ts';
import { packed, unpacked } from './packed.ts';
import type { Write } from './table.ts';

process.env.MILLRACE_WORKSPACE = 'test';

const run = { ...runKey('r1'), status: 'running', lease: 1, flowName: 'Daily', openPk: 'test#running#0', event: 'e' };

it('leaves apart what conditions name and what the indexes need, and can be read as it was', () => {
  const item = packed(run, 'run');
  const { pk, sk, status, lease, openPk } = run;
  expect(item).toEqual({ pk, sk, status, lease, openPk, packed: JSON.stringify({ flowName: 'Daily', event: 'e' }) });
  expect(unpacked(item)).toEqual(run);
});

it('lets what was set later count more', () => {
  const later = { ...packed(run, 'run'), status: 'succeeded', ended: JSON.stringify({ endedAt: 'now' }), event: 'f' };
  expect(unpacked(later)).toEqual({ ...run, status: 'succeeded', endedAt: 'now', event: 'f' });
});

it('has the compiler refuse a condition on what is packed, which never would hold', () => {
  const update = runKey('r1');
  const good: Write = { update, change: {}, if: { equals: { status: 'running' }, absent: ['granted'] } };
  // @ts-expect-error: `event` is packed.
  const equal: Write = { update, change: {}, if: { equals: { event: 'e' } } };
  // @ts-expect-error: `error` is packed.
  const absent: Write = { update, change: {}, if: { absent: ['error'] } };
  // @ts-expect-error: `token` lies apart in effects, not in runs.
  const other: Write = { check: update, if: { equals: { token: '' } } };
  expect([good, equal, absent, other]).toHaveLength(4);
});
