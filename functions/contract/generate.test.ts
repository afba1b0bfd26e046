import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderRoutes, routesFile } from './generate.ts';

test('the plain list of routes is what the contract says', () => {
  expect(readFileSync(routesFile, 'utf8')).toBe(renderRoutes());
});
