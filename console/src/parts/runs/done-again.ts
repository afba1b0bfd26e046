import { actingSteps } from '#flows/compiler/acting-steps.ts';
import { asApiError } from '../../api/api-error.ts';
import type { App } from '../../app/app.svelte.ts';
import { readFlow } from '../../compile/read-flow.ts';
import { stepWords } from '../../drawing/step-words.ts';

export interface DoneAgain {
  /** Of the flow as it is published now: what a new run runs. */
  version: number;
  /** No event starts the flow now; somebody who repeats a run does. */
  paused: boolean;
  /** The steps that change something outside, in words. */
  steps: { id: string; words: string }[];
}

/** What a run of the flow does outside when it starts once more; undefined when the flow is not published any more. */
export async function doneAgain(app: App, flow: string): Promise<DoneAgain | undefined> {
  const published = await publishedVersion(app, flow);
  if (published === undefined) return undefined;
  const { version } = published;
  const { source, format } = await app.client.getVersion({ params: { id: flow, version } });
  const parsed = await readFlow({ source, format });
  const steps = parsed ? actingSteps(parsed, (use) => app.workspace.effectsOf(use)) : [];
  return {
    ...published,
    steps: steps.map((step) => {
      const { title, about } = stepWords(app, step);
      return { id: step.id, words: `${title} (${about})` };
    }),
  };
}

async function publishedVersion({ client }: App, id: string): Promise<Omit<DoneAgain, 'steps'> | undefined> {
  try {
    const { state, version } = await client.getFlow({ params: { id } });
    if (version === undefined || (state !== 'on' && state !== 'paused')) return undefined;
    return { version, paused: state === 'paused' };
  } catch (thrown) {
    if (asApiError(thrown).status === 404) return undefined;
    throw thrown;
  }
}
