import { holdsMod } from '../ui/mod-key.ts';
import type { Point } from './drawing.ts';
import type { Editing } from './editing.ts';

/** A press on a step: it alone is chosen, or it beside others while keys are held. */
export function pressed(
  event: MouseEvent,
  id: string,
  editing: Editing | undefined,
  choose: (id: string) => void,
): void {
  if (!editing) choose(id);
  else if (event.shiftKey) editing.onselect(id, 'range');
  else if (holdsMod(event)) editing.onselect(id, 'toggle');
  else choose(id);
}

/** The menu of the chosen steps is wanted at a point; a step that is not among them is chosen alone. */
export function openMenu(id: string, editing: Editing, at: Point): void {
  if (!editing.selected.has(id)) editing.onselect(id, 'only');
  editing.onmenu(id, at);
}

/** The menu is asked for on a step, by mouse or by key. */
export function menuAsked(event: MouseEvent, id: string, editing: Editing): void {
  event.preventDefault();
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  // By key it comes without a place.
  const at =
    event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : { x: box.left + 24, y: box.bottom };
  // A menu that opens while a button is down closes when it comes up.
  if (event.buttons === 0) openMenu(id, editing, at);
  else addEventListener('pointerup', () => setTimeout(() => openMenu(id, editing, at)), { once: true });
}
