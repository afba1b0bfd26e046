import type { Camera } from './camera.svelte.ts';
import type { DrawnStep, Point } from './drawing.ts';
import { type Box, meets } from './view.ts';

/** Pixels before a press is a drag. */
const far = 5;

interface Place {
  camera: Camera;
  steps: () => readonly DrawnStep[];
  /** Corner of the drawing on the screen. */
  corner: () => Point;
  onchosen: (ids: readonly string[]) => void;
}

/** A box that a mouse draws over the ground: the steps that it meets are chosen. */
export class Marquee {
  /** In pixels of the drawing; undefined while none is drawn. */
  box = $state.raw<Box>();
  /** Ids of the steps that it meets; the trigger is none. */
  readonly ids: ReadonlySet<string> = $derived.by(() => new Set(this.#met()));
  readonly #place: Place;
  #end: (() => void) | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Waits whether a press on the ground becomes a box. */
  press({ clientX, clientY }: PointerEvent): void {
    this.#end?.();
    const start = { x: clientX, y: clientY };
    const listening = new AbortController();
    this.#end = () => {
      listening.abort();
      this.#end = undefined;
      this.box = undefined;
    };
    const { signal } = listening;
    addEventListener('pointermove', (event) => this.#stretch(start, { x: event.clientX, y: event.clientY }), {
      signal,
    });
    addEventListener('pointerup', () => this.#take(), { signal });
    addEventListener('pointercancel', () => this.cancel(), { signal });
    addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  cancel(): void {
    this.#end?.();
  }

  #stretch(start: Point, at: Point): void {
    if (!this.box && Math.hypot(at.x - start.x, at.y - start.y) < far) return;
    const corner = this.#place.corner();
    this.box = {
      x: Math.min(start.x, at.x) - corner.x,
      y: Math.min(start.y, at.y) - corner.y,
      width: Math.abs(at.x - start.x),
      height: Math.abs(at.y - start.y),
    };
  }

  #take(): void {
    const ids = this.box && [...this.ids];
    this.cancel();
    if (ids) this.#place.onchosen(ids);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  }

  #met(): string[] {
    if (!this.box) return [];
    const { camera, steps } = this.#place;
    const { zoom } = camera.view;
    const box = { ...camera.toPlane(this.box), width: this.box.width / zoom, height: this.box.height / zoom };
    return steps().flatMap((drawn) => (drawn.step && meets(drawn, box) ? [drawn.id] : []));
  }
}
