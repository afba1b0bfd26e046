import type { Point } from './drawing.ts';

/** How a plane is looked at: a point of it stands on the screen at `point * zoom + (x, y)`. */
export interface View extends Point {
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Point, Size {}

const smallest = 0.1;
const largest = 1.5;
/** Free room around what is shown, in pixels. */
const margin = 28;
/** Below this a card cannot be read. */
const readable = 0.8;

/** The view with what is under a point of the screen left in its place and everything `factor` times as large. */
export function zoomedAt(view: View, at: Point, factor: number): View {
  const zoom = Math.min(largest, Math.max(smallest, view.zoom * factor));
  const by = zoom / view.zoom;
  return { x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, zoom };
}

/** The whole width if it can be read, from the top: a flow is read downwards. */
export function fitted(drawing: Size, screen: Size): View {
  const across = (screen.width - margin * 2) / drawing.width;
  const whole = Math.min(across, (screen.height - margin * 2) / drawing.height);
  const zoom = Math.min(1, Math.max(whole, Math.min(across, readable), 0.3));
  return { x: (screen.width - drawing.width * zoom) / 2, y: margin, zoom };
}

/** Moved so that a box of the plane is in sight: no further than needed when it is near, into the middle from afar. */
export function revealing(view: View, screen: Size, box: Box): View {
  const near = (start: number, end: number, room: number) => {
    const least = start < margin ? margin - start : Math.min(0, Math.max(room - margin - end, margin - start));
    return Math.abs(least) > room / 2 ? (room - start - end) / 2 : least;
  };
  const left = box.x * view.zoom + view.x;
  const top = box.y * view.zoom + view.y;
  const dx = near(left, left + box.width * view.zoom, screen.width);
  const dy = near(top, top + box.height * view.zoom, screen.height);
  return dx || dy ? { ...view, x: view.x + dx, y: view.y + dy } : view;
}

/** Moved back until some of the drawing is in sight. */
export function withinReach(view: View, screen: Size, drawing: Size): View {
  const kept = (at: number, length: number, room: number) =>
    Math.min(room - margin * 2, Math.max(margin * 2 - length * view.zoom, at));
  return {
    x: kept(view.x, drawing.width, screen.width),
    y: kept(view.y, drawing.height, screen.height),
    zoom: view.zoom,
  };
}

/** The part of the plane in sight, larger by a part of itself on every side. */
export function boxInSight({ x, y, zoom }: View, { width, height }: Size, around = 0): Box {
  return {
    x: (-x - width * around) / zoom,
    y: (-y - height * around) / zoom,
    width: (width * (1 + around * 2)) / zoom,
    height: (height * (1 + around * 2)) / zoom,
  };
}

export function meets(one: Box, other: Box): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}
