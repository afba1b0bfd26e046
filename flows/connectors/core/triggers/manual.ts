import { z } from 'zod';
import { defineTrigger } from '#flows/connectors/define-connector.ts';

/** A person's click or a command; `$trigger` is the input that was given. */
export const manual = defineTrigger({
  kind: 'manual',
  connection: 'none',
  input: z.strictObject({}),
  output: z.any(),
  sample: {},
});
