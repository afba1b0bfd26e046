import { expect, test } from 'vitest';
import { boxInSight, fitted, revealing, type View, withinReach, zoomedAt } from './view.ts';

const screen = { width: 1000, height: 600 };
const view: View = { x: 40, y: -200, zoom: 0.8 };

test('what is under the pointer stays there while one zooms', () => {
  const at = { x: 300, y: 200 };
  const plane = ({ x, y, zoom }: View) => ({ x: (at.x - x) / zoom, y: (at.y - y) / zoom });
  const zoomed = zoomedAt(view, at, 1.25);
  expect(zoomed.zoom).toBe(1);
  expect(plane(zoomed).x).toBeCloseTo(plane(view).x);
  expect(plane(zoomed).y).toBeCloseTo(plane(view).y);
  expect(zoomedAt(view, at, 100).zoom).toBe(1.5);
});

test.each([
  ['in sight', { x: 100, y: 400, width: 276, height: 58 }, 0, 0],
  ['above', { x: 100, y: 100, width: 276, height: 58 }, 0, 148],
  ['below', { x: 100, y: 1200, width: 276, height: 58 }, 0, -234.4],
  ['far below: into the middle', { x: 100, y: 2000, width: 276, height: 58 }, 0, -1123.2],
  ['larger than the screen: its beginning', { x: 0, y: 400, width: 5000, height: 58 }, -12, 0],
])('a card %s', (_, box, dx, dy) => {
  const shown = revealing(view, screen, box);
  expect(shown.x - view.x).toBeCloseTo(dx);
  expect(shown.y - view.y).toBeCloseTo(dy);
});

test('a small flow stands in the middle, a wide one begins at the left of what is readable', () => {
  expect(fitted({ width: 276, height: 200 }, screen)).toEqual({ x: 362, y: 28, zoom: 1 });
  expect(fitted({ width: 4000, height: 200 }, screen).zoom).toBe(0.3);
});

test('some of a drawing stays in reach', () => {
  const far = withinReach({ x: 5000, y: -9000, zoom: 1 }, screen, { width: 300, height: 800 });
  const sight = boxInSight(far, screen);
  expect(sight.x).toBeLessThan(300);
  expect(sight.x + sight.width).toBeGreaterThan(0);
  expect(sight.y).toBeLessThan(800);
  expect(sight.y + sight.height).toBeGreaterThan(0);
});
