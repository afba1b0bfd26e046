import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { type EventPattern, matchesPattern } from './event-pattern.ts';

const event: JsonObject = {
  source: 'millrace',
  'detail-type': 'jira.issueUpdated',
  resources: ['a', 'b'],
  detail: { status: 'FAILED', count: 3, flag: false, nothing: null, inner: { deep: 'x' } },
};

const cases: [EventPattern, boolean][] = [
  [{}, true],
  [{ source: ['millrace'] }, true],
  [{ source: ['other', 'millrace'] }, true],
  [{ source: ['other'] }, false],
  [{ source: ['millrace'], 'detail-type': ['no'] }, false],
  [{ resources: ['b'] }, true],
  [{ resources: ['c'] }, false],
  [{ detail: { status: ['SUCCEEDED', 'FAILED'], inner: { deep: ['x'] } } }, true],
  [{ detail: { inner: { deep: ['y'] } } }, false],
  [{ detail: { count: [3], flag: [false], nothing: [null] } }, true],
  [{ detail: { count: ['3'] } }, false],
  [{ detail: { missing: [null] } }, false],
  [{ detail: { missing: [{ exists: false }], status: [{ exists: true }] } }, true],
  [{ 'detail-type': [{ prefix: 'jira.' }] }, true],
  [{ 'detail-type': [{ prefix: 'slack.' }] }, false],
  [{ 'detail-type': [{ suffix: 'Updated' }] }, true],
  [{ detail: { status: [{ 'anything-but': ['FAILED'] }] } }, false],
  [{ detail: { status: [{ 'anything-but': 'RUNNING' }] } }, true],
  [{ detail: { missing: [{ 'anything-but': 'x' }] } }, false],
  [{ source: { inner: ['x'] } }, false],
];

test.each(cases)('%j is %s', (pattern, fits) => {
  expect(matchesPattern(pattern, event)).toBe(fits);
});
