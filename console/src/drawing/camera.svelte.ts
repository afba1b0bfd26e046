import { untrack } from 'svelte';
import type { Point } from './drawing.ts';
import { type Box, boxInSight, fitted, revealing, type Size, type View, withinReach, zoomedAt } from './view.ts';

/** Pixels that a drawing is moved before what is drawn of it changes. */
const step = 48;

/** Where a person looks at a drawing, and the part of it that must exist for that. */
export class Camera {
  view = $state.raw<View>({ x: 0, y: 0, zoom: 1 });
  /** What is drawn: a little more than is in sight. */
  drawn = $state.raw<Box>({ x: 0, y: 0, width: 0, height: 0 });
  /** The next look is led there, where the person allows motion. */
  gliding = $state(false);
  screen = $state.raw<Size>({ width: 0, height: 0 });
  readonly #drawing: () => Size;
  #followed = '';
  #place = '';
  /** The view that fitting gave: as long as it is looked at, nobody has moved it. */
  #fitted: View | undefined;

  constructor(drawing: () => Size) {
    this.#drawing = drawing;
  }

  resize(screen: Size): void {
    const otherWidth = screen.width !== this.screen.width;
    this.screen = screen;
    // Whoever moved it keeps the view, and so does everybody while the text is edited and findings come and go.
    if (otherWidth && screen.width > 0 && screen.height > 0 && this.view === (this.#fitted ?? this.view))
      this.#fit(false);
    else this.#look(this.view, false);
  }

  fit(): void {
    this.#fit(true);
  }

  panBy(x: number, y: number): void {
    this.#look(
      withinReach({ ...this.view, x: this.view.x + x, y: this.view.y + y }, this.screen, this.#drawing()),
      false,
    );
  }

  /** Zooms around a point of the screen, by default its middle. */
  zoomBy(factor: number, at?: Point): void {
    const { width, height } = this.screen;
    const zoomed = zoomedAt(this.view, at ?? { x: width / 2, y: height / 2 }, factor);
    this.#look(withinReach(zoomed, this.screen, this.#drawing()), at === undefined);
  }

  /** Brings a box of the plane into sight, no further than needed. */
  reveal(box: Box): void {
    if (this.screen.width > 0) this.#look(revealing(this.view, this.screen, box), true);
  }

  /** The same once for each place of a box, or size of the screen: whoever looks away meanwhile may. */
  follow(box: Box): void {
    if (this.screen.width === 0) return;
    const { width, height } = this.screen;
    const key = [box.x, box.y, box.width, box.height, width, height].join();
    if (key !== this.#followed) untrack(() => this.reveal(box));
    this.#followed = key;
  }

  /** Brings a point of the plane to the middle. */
  centre({ x, y }: Point): void {
    const { zoom } = this.view;
    const { width, height } = this.screen;
    const centred = { x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom };
    this.#look(withinReach(centred, this.screen, this.#drawing()), false);
  }

  /** A point of the screen, counted from the corner of the drawing, as one of the plane. */
  toPlane({ x, y }: Point): Point {
    return { x: (x - this.view.x) / this.view.zoom, y: (y - this.view.y) / this.view.zoom };
  }

  #fit(gliding: boolean): void {
    this.#fitted = fitted(this.#drawing(), this.screen);
    this.#look(this.#fitted, gliding);
  }

  #look(view: View, gliding: boolean): void {
    this.gliding = gliding;
    this.view = view;
    // In small steps: the few cards that come into sight with each are made within its frame.
    const { x, y, zoom } = view;
    const place = [Math.round(x / step), Math.round(y / step), zoom, this.screen.width, this.screen.height].join();
    if (place !== this.#place) this.drawn = boxInSight(view, this.screen, 0.15);
    this.#place = place;
  }
}
