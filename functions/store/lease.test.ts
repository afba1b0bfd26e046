import { expect, it } from 'vitest';
import { decideCall, decideStart, isHeld, leaseTime } from './lease.ts';

const now = 1_000_000;
const hour = 3_600_000;

it.each([
  ['was just taken', now + leaseTime, true],
  ['ends in a moment', now + 1, true],
  ['ends now', now, false],
  ['is over', now - 1, false],
  ['was given back', 0, false],
  ['is of a clock that runs half a minute ahead', now + leaseTime + 30_000, true],
  ['was taken before the clock was set back an hour', now + leaseTime + hour, false],
])('a lease that %s', (_, until, held) => {
  expect(isHeld(until, now)).toBe(held);
});

it.each([
  ['is of a clock that runs half a minute ahead', now + 45_000 + 30_000, true],
  ['was taken before the clock was set back an hour', now + 45_000 + hour, false],
])('a lease for 45 seconds that %s', (_, until, held) => {
  expect(isHeld(until, now, 45_000)).toBe(held);
});

it.each([
  ['takeOver', 'a claimant that died', { delivery: 'd1', open: true, lease: now - 1 }],
  ['takeOver', 'a claimant that gave it back', { delivery: 'd1', open: true, lease: 0 }],
  ['takeOver', 'a claimant before the clock was set back', { delivery: 'd1', open: true, lease: now + hour }],
  ['busy', 'a claimant that is starting it', { delivery: 'd1', open: true, lease: now + 1 }],
  ['started', 'its own earlier try', { delivery: 'd1', open: false, lease: now - hour }],
  ['started', 'its own earlier try, a moment ago', { delivery: 'd1', open: false, lease: now + 1 }],
  ['duplicate', 'another delivery', { delivery: 'd0', open: true, lease: now - 1 }],
  ['duplicate', 'another delivery, long ended', { delivery: 'd0', open: false, lease: 0 }],
] as const)('is %s when the run was claimed by %s', (decision, _, run) => {
  expect(decideStart(run, 'd1', now)).toBe(decision);
});

it.each([
  ['done', { status: 'succeeded', claimedUntil: now + 1 }],
  ['again', { status: 'failed', claimedUntil: now + 1 }],
  ['busy', { status: 'claimed', claimedUntil: now + 1 }],
  ['uncertain', { status: 'claimed', claimedUntil: now }],
  ['uncertain', { status: 'claimed', claimedUntil: now + hour }],
] as const)('is %s when the record of the action says %j', (decision, record) => {
  expect(decideCall(record, now)).toBe(decision);
});
