import { expect, test } from 'vitest';
import { matchRoute } from './routes.ts';

test.each([
  ['/', 'flows', {}],
  ['/flows/', 'flows', {}],
  ['/flows/daily-numbers', 'flows', { id: 'daily-numbers' }],
  ['/flows/daily-numbers/', 'flows', { id: 'daily-numbers' }],
  ['/flows/daily-numbers/publish', 'flows', { id: 'daily-numbers' }],
  ['/connections/a%20b', 'connections', { name: 'a b' }],
  ['/connect/jira', 'connections', { connector: 'jira' }],
  ['/connections/%zz', 'connections', { name: '%zz' }],
])('%s is a page of %s', (path, section, params) => {
  expect(matchRoute(path)).toMatchObject({ route: { section }, params });
});

test.each(['/nowhere', '/flows/a/b'])('%s is no page', (path) => {
  expect(matchRoute(path)).toBeUndefined();
});
