import type { Language } from '#flows/text/language.ts';
import '../no-eval.ts';
import { compileText } from '#flows/compiler/compile-text.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { shownCondition, shownError } from '#flows/history/shown-error.ts';
import { shownStep } from '#flows/history/shown-step.ts';
import { type DryRun, dryRun } from '#flows/trial/dry-run.ts';
import type { Trial, TrialRequest } from './protocol.ts';

self.onmessage = ({ data }: MessageEvent<TrialRequest>) => {
  // A rejection alone is not told to the page.
  answer(data).then(
    (told) => self.postMessage(told),
    (thrown) => self.reportError(thrown),
  );
};

/** Undefined when the text has errors. */
async function answer({ source, format, calendar, language, ...rest }: TrialRequest): Promise<Trial | undefined> {
  const { flow, compiled } = compileText(source, format, { catalogue, deployment: calendar });
  if (!flow || !compiled) return undefined;
  return { ...shown(await dryRun({ flow, compiled, catalogue, ...rest }), language), flow };
}

function shown({ error, steps, judgement, recorded: _, ...told }: DryRun, language: Language): Omit<Trial, 'flow'> {
  return {
    ...told,
    ...(error && { error: shownError(error, language) }),
    steps: steps.map((step) => shownStep(step, language)),
    ...(judgement && {
      judgement: {
        ...judgement,
        conditions: judgement.conditions.map((condition) => shownCondition(condition, language)),
      },
    }),
  };
}
