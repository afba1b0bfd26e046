import { valueOfTemplate } from '#flows/compiler/1-parse/value-of-template.ts';
import { bound } from '#flows/compiler/bound/bind.ts';
import { valueText } from '#flows/compiler/text/value-text.ts';
import { reasonOf } from '#flows/engine/template.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import { ExpressionError } from '#flows/expression/expression-error.ts';
import type { PreviewAnswer, PreviewRequest } from './preview-protocol.ts';

self.onmessage = ({ data }: MessageEvent<PreviewRequest>) => {
  // A rejection alone is not told to the page.
  previewed(data).then(
    (told) => self.postMessage(told),
    (thrown) => self.reportError(thrown),
  );
};

/** The text as the engine that runs flows makes a value of it. */
async function previewed({ turn, text, variables, calendar, now }: PreviewRequest): Promise<PreviewAnswer> {
  try {
    const source = bound(valueText(valueOfTemplate(text)), calendar);
    const value = await evaluate(source, variables, { now, random: Math.random });
    return value === undefined ? { turn } : { turn, value };
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return { turn, failed: reasonOf(thrown) };
    throw thrown;
  }
}
