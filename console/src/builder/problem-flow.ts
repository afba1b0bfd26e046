import { eachStep } from '#flows/language/each-step.ts';
import type { App } from '../app/app.svelte.ts';
import { triggerId } from '../drawing/draw-flow.ts';
import { stepWords, triggerWords } from '../drawing/step-words.ts';
import type { ProblemFlow } from '../forms/problem-words.ts';
import type { Builder } from './builder.svelte.ts';

/** The flow that is built, for its findings to be told in the words of its forms. */
export function problemFlow(app: App, { live, written }: Pick<Builder, 'live' | 'written'>): ProblemFlow {
  return {
    written,
    nameOf(id) {
      if (!live.flow) return undefined;
      if (id === triggerId) return triggerWords(app, live.flow.trigger).title;
      const step = eachStep(live.flow.steps).find((each) => each.id === id);
      return step && stepWords(app, step).title;
    },
  };
}
