import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';

/** Posts text or a card to the group of the custom bot. */
export const sendBotMessage = defineAction({
  input: z.strictObject({
    text: z.string().min(1).max(18_000).optional(),
    /** Shown above the text; makes it a rich-text post. */
    title: z.string().max(500).optional(),
    /** A message card as Feishu's card builder exports it; instead of `text`. */
    card: z.record(z.string(), z.json()).optional(),
  }),
  output: z.object({ sent: z.boolean() }),
  sample: { sent: true },
  idempotency: 'record',
  effects: 'sends',
  connection: 'required',
  rateLimit: 'feishu-bot',
});
