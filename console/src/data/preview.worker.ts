import { splitTemplate } from '#flows/compiler/1-parse/template.ts';
import { bound } from '#flows/compiler/bound/bind.ts';
import { valueText } from '#flows/compiler/text/value-text.ts';
import { reasonOf } from '#flows/engine/template.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import { ExpressionError } from '#flows/expression/expression-error.ts';
import type { Expression, Value } from '#flows/language/flow.ts';
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
    const source = bound(valueText(templateValue(text)), calendar);
    const value = await evaluate(source, variables, { now, random: Math.random });
    return value === undefined ? { turn } : { turn, value };
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return { turn, failed: reasonOf(thrown) };
    throw thrown;
  }
}

function templateValue(text: string): Value {
  const parts = splitTemplate(text).parts.map((part): string | Expression =>
    part.kind === 'text' ? part.text : { source: part.source, start: part.start, pointer: [] },
  );
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return { kind: 'expression', expression: only, pointer: [] };
  return { kind: 'text', parts, pointer: [] };
}
