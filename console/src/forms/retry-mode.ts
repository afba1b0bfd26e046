import type { Json } from '#flows/language/json.ts';

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
