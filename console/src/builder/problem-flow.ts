import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { triggerId } from '../drawing/draw-flow.ts';
import { stepTitle, triggerWords } from '../drawing/step-words.ts';
import type { ProblemFlow } from '../forms/problem-words.ts';

/** A flow as it was read and as its author wrote it, for its findings to be told in the words of its forms. */
export function problemFlow(app: App, flow: Flow | undefined, written: JsonObject | undefined): ProblemFlow {
  return {
    written,
    nameOf(id) {
      if (!flow) return undefined;
      if (id === triggerId) return triggerWords(app, flow.trigger).title;
      return eachStep(flow.steps).some((step) => step.id === id) ? stepTitle(app, flow, id) : undefined;
    },
  };
}
