import type { Locate } from '#flows/compiler/source/locate.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { StepPlace } from './protocol.ts';

/** Where each step begins, in the order of the text. */
export function placesOf(flow: Flow, locate: Locate): StepPlace[] {
  const places: StepPlace[] = [];
  const note = (id: string, pointer: Step['pointer']) => {
    const position = locate(pointer);
    if (position) places.push({ id, offset: position.offset, pointer });
  };
  note('$trigger', flow.trigger.pointer);
  for (const step of eachStep(flow.steps)) note(step.id, step.pointer);
  return places.sort((a, b) => a.offset - b.offset);
}

/** The step in which an offset of the text lies: the last one that begins before it. */
export function stepAtOffset(places: StepPlace[], offset: number): string | undefined {
  return places.findLast((place) => place.offset <= offset)?.id;
}
