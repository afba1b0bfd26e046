import type { Locate } from '#flows/compiler/1-parse/locate.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { StepPlace } from './protocol.ts';

/** Where each step begins, in the order of the text. */
export function placesOf(flow: Flow, locate: Locate): StepPlace[] {
  const places: StepPlace[] = [];
  const note = (id: string, pointer: Step['pointer']) => {
    const position = locate(pointer);
    if (position) places.push({ id, offset: position.offset });
  };
  note('$trigger', flow.trigger.pointer);
  for (const step of allSteps(flow.steps)) note(step.id, step.pointer);
  return places.sort((a, b) => a.offset - b.offset);
}

/** Every step, the outer before the inner. */
export function allSteps(steps: Step[]): Step[] {
  return steps.flatMap((step) => [step, ...allSteps(innerSteps(step))]);
}

function innerSteps(step: Step): Step[] {
  const onError = Array.isArray(step.onError) ? step.onError : [];
  switch (step.kind) {
    case 'if':
      return [...step.then, ...step.else, ...onError];
    case 'switch':
      return [...step.cases.flatMap((each) => each.steps), ...step.default, ...onError];
    case 'parallel':
      return [...step.branches.flatMap((each) => each.steps), ...onError];
    case 'forEach':
      return [...step.steps, ...onError];
    case 'try':
      return [...step.steps, ...step.catch, ...onError];
    case 'action':
    case 'wait':
    case 'set':
    case 'call':
    case 'stop':
      return onError;
  }
}

/** The step in which an offset of the text lies: the last one that begins before it. */
export function stepAtOffset(places: StepPlace[], offset: number): string | undefined {
  return places.findLast((place) => place.offset <= offset)?.id;
}
