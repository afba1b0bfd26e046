import type { Camera } from './camera.svelte.ts';
import type { DrawnGap, Point } from './drawing.ts';
import type { Editing } from './editing.ts';

/** Pixels before a press is a drag. */
const far = 5;
/** Milliseconds that a finger rests on a card to take it up. */
const rest = 400;
/** How near to a gap, in pixels of the plane. */
const near = 130;
/** Pixels from an edge where the plane begins to move. */
const edge = 56;

interface Place {
  camera: Camera;
  gaps: () => readonly DrawnGap[];
  /** Corner of the drawing on the screen. */
  corner: () => Point;
  editing: () => Editing | undefined;
}

/** Steps that are carried to a gap: by a mouse that moves, by a finger that rested on them. */
export class Drag {
  /** Ids of what is carried; empty when nothing is. */
  ids = $state.raw<readonly string[]>([]);
  at = $state.raw<Point>({ x: 0, y: 0 });
  /** Copies are put down. */
  copy = $state(false);
  /** The gap that is nearest. */
  readonly over = $derived.by(() => this.#nearest());
  /** Why it cannot be put down there. */
  readonly why = $derived.by(() =>
    this.over && !this.copy ? this.#place.editing()?.whyNot(this.ids, this.over.gap) : undefined,
  );
  readonly #place: Place;
  #end: (() => void) | undefined;
  /** The click that ends a drag is none. */
  justEnded = false;

  constructor(place: Place) {
    this.#place = place;
  }

  get active(): boolean {
    return this.ids.length > 0;
  }

  /** Waits whether a press on a card becomes a drag of these steps. */
  press(event: PointerEvent, ids: readonly string[]): void {
    if (event.button !== 0 || !event.isPrimary || this.#end) return;
    const start = pointOf(event);
    const touch = event.pointerType === 'touch';
    if (!touch) event.stopPropagation();
    const timer = touch ? setTimeout(() => this.#begin(ids, start), rest) : undefined;
    const listening = new AbortController();
    this.#end = () => {
      clearTimeout(timer);
      listening.abort();
      this.#end = undefined;
      this.ids = [];
    };
    const { signal } = listening;
    addEventListener('pointermove', (moved) => this.#move(moved, start, ids), { signal });
    addEventListener('pointerup', () => this.#drop(), { signal });
    addEventListener('pointercancel', () => this.#end?.(), { signal });
    addEventListener('keydown', (key) => this.#key(key), { signal, capture: true });
    addEventListener('keyup', (key) => this.#key(key), { signal, capture: true });
  }

  cancel(): void {
    this.#end?.();
  }

  #begin(ids: readonly string[], at: Point): void {
    this.at = at;
    this.ids = ids;
    this.#place.editing()?.ongrab();
    const follow = () => {
      if (!this.active) return;
      this.#scroll();
      requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
  }

  #move(event: PointerEvent, start: Point, ids: readonly string[]): void {
    const at = pointOf(event);
    if (!this.active) {
      if (Math.hypot(at.x - start.x, at.y - start.y) < far) return;
      // A finger that moves at once moves the plane.
      if (event.pointerType === 'touch') {
        this.#end?.();
        return;
      }
      this.#begin(ids, at);
    }
    this.at = at;
    this.copy = event.altKey;
  }

  #key(event: KeyboardEvent): void {
    if (!this.active) return;
    this.copy = event.altKey;
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#ended();
    this.#end?.();
  }

  #drop(): void {
    const { ids, over, why, copy } = this;
    if (ids.length > 0) this.#ended();
    this.#end?.();
    if (ids.length > 0 && over && why === undefined) this.#place.editing()?.onmove(ids, over.gap, copy);
  }

  #ended(): void {
    this.justEnded = true;
    setTimeout(() => {
      this.justEnded = false;
    });
  }

  #onScreen(): Point {
    const corner = this.#place.corner();
    return { x: this.at.x - corner.x, y: this.at.y - corner.y };
  }

  #nearest(): DrawnGap | undefined {
    if (!this.active) return undefined;
    const { x, y } = this.#place.camera.toPlane(this.#onScreen());
    // Gaps lie below each other: beside one is nearer than above it.
    const apart = (gap: DrawnGap) => Math.hypot((gap.x - x) * 0.6, gap.y - y);
    let best: DrawnGap | undefined;
    for (const gap of this.#place.gaps()) if (apart(gap) < (best ? apart(best) : near)) best = gap;
    return best;
  }

  #scroll(): void {
    const { camera } = this.#place;
    const { x, y } = this.#onScreen();
    const push = (at: number, room: number) => Math.max(0, edge - at) - Math.max(0, edge - (room - at));
    const dx = push(x, camera.screen.width);
    const dy = push(y, camera.screen.height);
    if (dx || dy) camera.panBy(Math.max(-14, Math.min(14, dx / 3)), Math.max(-14, Math.min(14, dy / 3)));
  }
}

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}
