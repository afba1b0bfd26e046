import { z } from 'zod';
import { type DocumentParts, keys, timeSpan } from '../document-parts.ts';
import type { Condition, Duration, Step, StepBase } from '../flow.ts';
import type { StepKind } from '../step-kind.ts';

/** Runs its steps again and again until a condition holds. */
export interface RepeatStep extends StepBase {
  kind: 'repeat';
  /** Sees the steps of the round. */
  until: Condition;
  every: Duration;
  atMost: Duration;
  steps: Step[];
}

const rounds = (parts: DocumentParts) =>
  z.strictObject({
    until: parts.condition.describe(keys.repeatUntil),
    every: timeSpan.describe(keys.every),
    atMost: timeSpan.describe(keys.longestRepeat),
  });

const fields = (parts: DocumentParts) => ({
  repeat: parts.inner(rounds(parts).describe(keys.repeat)),
  do: parts.steps.describe(keys.repeatDo),
});

export const repeat: StepKind<RepeatStep, ReturnType<typeof fields>> = {
  key: 'repeat',
  fields,
  read(reader) {
    const inner = reader.inner('repeat', rounds);
    const until = inner.condition('until');
    return { until, every: inner.timeSpan('every'), atMost: inner.timeSpan('atMost'), steps: reader.steps('do') };
  },
  lists: ({ steps }) => [{ role: 'round', path: ['do'], steps, needed: true }],
  deed: ({ atMost }) => ({ does: 'passTime', most: atMost }),
  blank: ({ freeName }) => ({
    id: freeName('ready'),
    repeat: { until: { left: '', op: 'equals', right: '' }, every: '5m', atMost: '1h' },
    do: [],
  }),
};
