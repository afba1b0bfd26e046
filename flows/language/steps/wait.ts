import { z } from 'zod';
import { connection, type DocumentParts, keys, operation, timeSpan } from '../document-parts.ts';
import type { FieldReader } from '../field-reader.ts';
import type { Condition, Duration, StepBase, Value } from '../flow.ts';
import { present } from '../present.ts';
import type { Deed, StepKind } from '../step-kind.ts';

/** Waits for a time, or for something to happen. */
export interface WaitStep extends StepBase {
  kind: 'wait';
  wait:
    | { kind: 'for'; time: Duration }
    | { kind: 'until'; at: Value }
    /** Inside `match` the event is `$event`; it becomes the output of the step. */
    | { kind: 'event'; event: string; connection?: string; match?: Condition; timeout?: Duration }
    /** What comes to the address `$run.callbacks.<id>` becomes the output of the step. */
    | { kind: 'callback'; timeout?: Duration };
}

const callback = () => z.strictObject({ timeout: timeSpan.optional().describe(keys.callbackTimeout) });

const waits = (parts: DocumentParts) => ({
  for: z.strictObject({ for: timeSpan }),
  until: z.strictObject({ until: parts.value.describe(keys.until) }),
  callback: z.strictObject({ callback: parts.inner(callback().describe(keys.callback)) }),
  event: z.strictObject({
    event: operation(keys.event),
    connection: connection.optional(),
    match: parts.condition.optional().describe(keys.match),
    timeout: timeSpan.optional().describe(keys.eventTimeout),
  }),
});

const fields = (parts: DocumentParts) => ({
  wait: parts.inner(z.union(Object.values(waits(parts))).describe(keys.wait)),
});

export const wait: StepKind<WaitStep, ReturnType<typeof fields>> = {
  key: 'wait',
  fields,
  read(reader) {
    const meant = readWait(reader);
    return meant && { wait: meant };
  },
  lists: () => [],
  deed: (step) => deedOf(step.wait),
  blank: ({ freeName }) => ({ id: freeName('pause'), wait: { for: '5m' } }),
};

function readWait(reader: FieldReader): WaitStep['wait'] | undefined {
  const found = reader.oneOf('wait', waits);
  switch (found?.kind) {
    case 'for':
      return { kind: 'for', time: found.fields.timeSpan('for') };
    case 'until':
      return { kind: 'until', at: found.fields.value('until') };
    case 'callback': {
      const timeout = found.fields.inner('callback', callback).optionalTimeSpan('timeout');
      return present({ kind: 'callback' as const, timeout });
    }
    case 'event': {
      const match = found.fields.optionalCondition('match');
      const timeout = found.fields.optionalTimeSpan('timeout');
      const event = found.fields.text('event') ?? '';
      return present({ kind: 'event' as const, event, connection: found.fields.text('connection'), match, timeout });
    }
    case undefined:
      return undefined;
  }
}

function deedOf(wait: WaitStep['wait']): Deed {
  if (wait.kind === 'until') return { does: 'passTime' };
  if (wait.kind === 'for') return { does: 'passTime', most: wait.time };
  return { does: 'ask', changes: false, waits: true, ...present({ most: wait.timeout }) };
}
