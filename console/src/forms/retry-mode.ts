import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Json } from '#flows/language/json.ts';

/** What a step may be tried again after, in the order in which it happens most. */
export const retryClasses = [
  'RateLimited',
  'Unavailable',
  'Timeout',
  'InvalidInput',
  'Unauthorized',
  'NotFound',
  'Conflict',
  'Internal',
] as const satisfies readonly ConnectorErrorClass[];

export type RetryMode = 'usual' | 'off' | 'own';

/** How a step is tried again: as usual where nothing is written. */
export function retryMode(retry: Json | undefined): RetryMode {
  if (retry === undefined) return 'usual';
  return retry === 'off' ? 'off' : 'own';
}

/** What is written for it. */
export function retryOf(mode: string): Json | undefined {
  if (mode === 'off') return 'off';
  return mode === 'own' ? { attempts: 3 } : undefined;
}
