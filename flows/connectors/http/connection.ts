import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';
import { authorize } from './request.ts';

/** Credentials for one HTTP API; `baseUrl` keeps them from being sent anywhere else. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    scheme: z.enum(['bearer', 'basic', 'header', 'query']).meta({ directs: true }),
    /** Only addresses below it get the credentials: `https://api.example.com/v1`. */
    baseUrl: z.url({ protocol: /^https?$/ }).meta({ address: true }),
    secret: z.string().min(1).meta({ secret: true }),
    /** Name for basic. */
    user: z
      .string()
      .max(200)
      .optional()
      .meta({ onlyFor: { scheme: ['basic'] }, needed: true }),
    /** Name of the header or query parameter for those schemes. */
    field: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'shortName')
      .optional()
      .meta({ onlyFor: { scheme: ['header', 'query'] }, needed: true, directs: true }),
  }),
  /** Asks for the base address itself: whatever it answers but a refusal of the credentials shows that they go there. */
  async test({ connection: fields, ports }) {
    const url = fields.baseUrl ?? '';
    const call = { method: 'GET', url, headers: {}, accept: answered };
    authorize(call, fields);
    const { status } = await ports.http(call);
    return { says: `HTTP ${status} · ${new URL(url).host}` };
  },
};

/** 401 and 403 refuse the credentials, and from 500 up the API does not work. */
function answered(status: number): boolean {
  return status < 500 && status !== 401 && status !== 403;
}
