import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';

/** A custom bot of one group. Its address lets anybody post there, so it is a secret like the signing key. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    /** `https://open.feishu.cn/open-apis/bot/v2/hook/...` */
    webhookUrl: z.url({ protocol: /^https?$/ }).meta({ secret: true, address: true }),
    /** Of the bot's security setting "signature verification". */
    signingSecret: z.string().min(1).optional().meta({ secret: true }),
  }),
};
