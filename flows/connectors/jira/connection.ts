import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';

/** A Jira Cloud site with an account's API token. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    /** `https://example.atlassian.net` */
    site: z.url({ protocol: /^https?$/ }).meta({ address: true }),
    email: z.string().min(3).max(254),
    apiToken: z.string().min(1).meta({ secret: true }),
    /** The secret set on the webhook in Jira; deliveries must then be signed with it. */
    webhookSecret: z.string().min(8).optional().meta({ secret: true }),
  }),
};
