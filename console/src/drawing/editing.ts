import type { Gap } from '#flows/editing/command.ts';
import type { Point } from './drawing.ts';

/** What a person does to the flow that is drawn; a drawing without it is only looked at. */
export interface Editing {
  /** Ids of the chosen steps. */
  selected: ReadonlySet<string>;
  /** `toggle` takes a step to the chosen ones or away from them, `range` those up to it. */
  onselect(id: string, how: 'only' | 'toggle' | 'range'): void;
  /** These and no others are chosen; of a step and what is inside it the step. */
  onselectAll(ids: readonly string[]): void;
  /** The settings of a step are wanted. */
  onopen(id: string): void;
  oninsert(gap: Gap): void;
  /** Steps are taken up, to be moved. */
  ongrab(): void;
  onmove(ids: readonly string[], gap: Gap, copy: boolean): void;
  /** Why steps cannot be moved into a gap, in words; undefined where they can. */
  whyNot(ids: readonly string[], gap: Gap): string | undefined;
  /** The menu of a step is wanted at a point of the window. */
  onmenu(id: string, at: Point): void;
}
