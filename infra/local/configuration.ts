import { resolve } from 'node:path';
import { z } from 'zod';
import { deepestIssue, issueText, valueAt } from '#flows/text/issue-text.ts';
import type { Language } from '#flows/text/language.ts';
import { text } from '#flows/text/terminal.ts';
import { blueprint } from '../blueprint.ts';
import { type IsProxy, trustedProxies } from './http/client-address.ts';

const port = z.coerce.number().int().min(0).max(65_535);

/** Requests a second. */
const rate = z.coerce.number().int().min(1).max(100_000);

const variables = z.object({
  MILLRACE_PORT: port.default(4310),
  MILLRACE_HOST: z.string().min(1).default('127.0.0.1'),
  MILLRACE_DATA: z.string().min(1).default('.millrace'),
  MILLRACE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  MILLRACE_ALLOW_ADDRESSES: z.string().default(''),
  MILLRACE_TRUSTED_PROXIES: z.string().default(''),
  MILLRACE_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'visibleSigns')
    .optional(),
  MILLRACE_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  MILLRACE_HOOK_RATE: rate.default(blueprint.rates.hook),
  MILLRACE_API_RATE: rate.default(blueprint.rates.api),
  /** Where other processes on this machine reach the embedded AWS; not served unless set. */
  MILLRACE_AWS_PORT: port.optional(),
});

export interface Configuration {
  port: number;
  host: string;
  /** Absolute. */
  dataFolder: string;
  publicUrl: string | undefined;
  allowAddresses: string;
  /** Whose word in X-Forwarded-For on the sender's address counts. */
  isProxy: IsProxy;
  token: string | undefined;
  awsPort: number | undefined;
  /** Days that ended executions are kept. */
  retentionDays: number;
  /** Requests a second that one webhook address takes, and that one caller's address may send to the API. */
  rates: { hook: number; api: number };
}

/** Reads the server's variables; throws one sentence that names the variable and what is wrong with it. */
export function readConfiguration(
  environment: Record<string, string | undefined>,
  language: Language = 'en',
): Configuration {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = variables.safeParse(given);
  if (!read.success) {
    const { path, issue } = deepestIssue(read.error.issues);
    const reason = issueText(issue, valueAt(given, path), language);
    throw new Error(text(language, 'badVariable', { variable: path.join('.'), reason }));
  }
  const { data } = read;
  const isProxy = trustedProxies(data.MILLRACE_TRUSTED_PROXIES);
  if (!isProxy) {
    const reason = text(language, 'notProxies', { given: data.MILLRACE_TRUSTED_PROXIES });
    throw new Error(text(language, 'badVariable', { variable: 'MILLRACE_TRUSTED_PROXIES', reason }));
  }
  return {
    port: data.MILLRACE_PORT,
    host: data.MILLRACE_HOST,
    dataFolder: resolve(data.MILLRACE_DATA),
    publicUrl: data.MILLRACE_PUBLIC_URL?.replace(/\/+$/, ''),
    allowAddresses: data.MILLRACE_ALLOW_ADDRESSES,
    isProxy,
    token: data.MILLRACE_TOKEN,
    awsPort: data.MILLRACE_AWS_PORT,
    retentionDays: data.MILLRACE_RETENTION_DAYS,
    rates: { hook: data.MILLRACE_HOOK_RATE, api: data.MILLRACE_API_RATE },
  };
}
