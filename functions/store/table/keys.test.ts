import { expect, it } from 'vitest';
import { partition, partitionOf } from './keys.ts';

process.env.MILLRACE_WORKSPACE = 'test';

it.each([
  ['run', ['r1']],
  ['follow-ups', []],
  ['wait', ['jira.issueUpdated#jira']],
  ['hours', ['runs', 'daily']],
] as const)('the partition of %s %j tells what lies in it', (of, parts) => {
  expect(partitionOf(partition(of, ...parts))).toEqual({ of, rest: parts.join('#') });
});

it.each(['other#run#r1', 'test#nothing#r1', 'test', ''])('%j is no partition of the workspace', (pk) => {
  expect(partitionOf(pk)).toBeUndefined();
});
