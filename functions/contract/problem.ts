import { z } from 'zod';

const position = z.object({
  line: z.number(),
  column: z.number(),
  offset: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
  endOffset: z.number(),
});

/** A finding as the API answers it: `Problem` of flows/language plus its English text. */
export const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  pointer: z.array(z.union([z.string(), z.number()])),
  position: position.optional(),
  step: z.string().optional(),
  field: z.string().optional(),
  message: z.string(),
  help: z.string(),
});
