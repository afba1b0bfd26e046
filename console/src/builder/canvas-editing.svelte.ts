import type { Gap } from '#flows/editing/command.ts';
import { type NameUse, useLostBy } from '#flows/editing/use-lost.ts';
import type { App } from '../app/app.svelte.ts';
import type { Point } from '../drawing/drawing.ts';
import type { Editing } from '../drawing/editing.ts';
import { stepTitle } from '../drawing/step-words.ts';
import type { Builder } from './builder.svelte.ts';
import type { StepEdits } from './step-edits.ts';
import { areTogether, outermost, stepsBetween } from './step-gaps.ts';

/** What is done on the canvas, done to the flow that is built. */
export class CanvasEditing implements Editing {
  readonly selected = $derived.by(() => new Set(this.#builder.selected));
  /** Where the menu of the chosen steps is open. */
  menu = $state.raw<Point>();
  readonly #app: App;
  readonly #builder: Builder;
  readonly #edits: StepEdits;
  readonly #choose: (id: string) => void;
  #uses = $state.raw<readonly NameUse[]>([]);

  constructor(app: App, builder: Builder, edits: StepEdits, choose: (id: string) => void) {
    this.#app = app;
    this.#builder = builder;
    this.#edits = edits;
    this.#choose = choose;
  }

  onselect(id: string, how: 'only' | 'toggle' | 'range'): void {
    const { selected, live } = this.#builder;
    const others = selected.filter((each) => each !== id);
    if (how === 'only' || selected.length === 0) this.#choose(id);
    else if (how === 'range') this.#builder.select(...stepsBetween(live.places, selected[0]!, id));
    else this.#builder.select(...others, ...(others.length === selected.length ? [id] : []));
  }

  onselectAll(ids: readonly string[]): void {
    this.#builder.select(...outermost(this.#builder.live.places, new Set(ids)));
  }

  onopen(): void {
    document.querySelector<HTMLElement>('aside :is(input, select, textarea, [contenteditable="true"])')?.focus();
  }

  oninsert(gap: Gap): void {
    this.#builder.pick(gap);
  }

  async ongrab(): Promise<void> {
    this.#uses = [];
    this.#uses = await this.#builder.nameUses();
  }

  onmove(ids: readonly string[], gap: Gap, copy: boolean): void {
    void this.#edits.move(ids, gap, copy);
  }

  whyNot(ids: readonly string[], gap: Gap): string | undefined {
    const { t } = this.#app;
    const { flow, places } = this.#builder.live;
    if (!flow) return undefined;
    if (!areTogether(places, ids)) return t('drawing.cannot.apart');
    const lost = useLostBy(flow, this.#uses, ids, gap);
    if (lost === 'intoItself') return t('drawing.cannot.inside');
    return lost && t('drawing.cannot.before', { step: this.#nameOf(lost.step), name: this.#nameOf(lost.name) });
  }

  onmenu(_: string, at: Point): void {
    this.menu = at;
  }

  #nameOf(id: string): string {
    return stepTitle(this.#app, this.#builder.live.flow, id);
  }
}
